import { manySubscriptions } from "../simulator/scenarios/forTests";

/** What a child process spent on its requests. */
export interface Spent {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
}

/** Where the simulator is and who asks, from the arguments of the child process. */
export interface Caller {
  /** Of ARM, without a slash at the end. */
  readonly url: string;
  readonly scenario: ReturnType<typeof manySubscriptions>;
  readonly bearer: string;
}

/** Signs in. @param args ARM's address, that of the sign-in, how many subscriptions. */
export async function signedIn(args: readonly string[]): Promise<Caller> {
  const [url = "", loginUrl = "", count = "1"] = args;
  const scenario = manySubscriptions(Number(count));
  const response = await fetch(`${loginUrl}${scenario.tenants[0]?.id ?? ""}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      username: scenario.people[0]?.username ?? "",
      scope: `${url}/.default`,
    }),
  });
  const { access_token: bearer } = (await response.json()) as { access_token: string };
  return { url, scenario, bearer };
}

export async function spentOn(work: () => Promise<void>): Promise<Spent> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const milliseconds = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { milliseconds, cpuMilliseconds: (user + system) / 1000 };
}
