import { readFile } from "node:fs/promises";
import { request, type RequestOptions } from "node:https";
import type { Simulator } from "../../simulator/simulator";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sends this text as it stands instead of a JSON body. */
  readonly text?: string;
}

/** One HTTPS request that trusts the simulator's authority and nothing else. */
export async function fetchFrom(
  simulator: Simulator,
  address: string,
  call: Call = {},
): Promise<Answer> {
  const ca = await readFile(simulator.caFile, "utf8");
  const text = call.text ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const options: RequestOptions = {
    ca,
    method: call.method ?? "GET",
    agent: false,
    headers: {
      ...(text === undefined ? {} : { "Content-Type": "application/json" }),
      ...call.headers,
    },
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(address, simulator.url), options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const headers = Object.entries(incoming.headers).map(([name, value]) => [
          name,
          String(value),
        ]);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(headers) as Record<string, string>,
          text: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}

/** The JSON of an answer, as whatever the test expects it to be. */
export function json(answer: Answer): Record<string, unknown> {
  return JSON.parse(answer.text) as Record<string, unknown>;
}

/** The code and the message of an error answer. */
export function errorOf(answer: Answer): { readonly code: string; readonly message: string } {
  return json(answer)["error"] as { code: string; message: string };
}

export interface SignInOptions {
  readonly tenantId?: string;
  readonly username?: string;
  readonly scope?: string;
  readonly claims?: string;
  readonly interactive?: boolean;
}

/** Asks the sign-in endpoint for a token, whatever it answers. */
export function requestToken(simulator: Simulator, options: SignInOptions = {}): Promise<Answer> {
  const form = new URLSearchParams({
    username: options.username ?? "dana@contoso.example",
    scope: options.scope ?? `${simulator.url}/.default`,
    ...(options.claims === undefined ? {} : { claims: options.claims }),
    ...(options.interactive === true ? { interactive: "true" } : {}),
  });
  const tenant = options.tenantId ?? "organizations";
  return fetchFrom(simulator, `${simulator.localLoginUrl}${tenant}/oauth2/v2.0/token`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    text: form.toString(),
  });
}

/** A client of Azure Resource Manager with a token of one tenant. */
export class ArmClient {
  private constructor(
    private readonly simulator: Simulator,
    readonly token: string,
  ) {}

  static async signIn(simulator: Simulator, options: SignInOptions = {}): Promise<ArmClient> {
    const answer = json(await requestToken(simulator, options));
    return new ArmClient(simulator, String(answer["access_token"]));
  }

  /** Object id of the person, as the token has it. */
  get objectId(): string {
    const payload = this.token.split(".")[1] ?? "";
    const content = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as object;
    return "oid" in content ? String(content.oid) : "";
  }

  send(method: string, address: string, body?: unknown): Promise<Answer> {
    return fetchFrom(this.simulator, address, {
      method,
      headers: { Authorization: `Bearer ${this.token}` },
      ...(body === undefined ? {} : { body }),
    });
  }

  get(address: string): Promise<Answer> {
    return this.send("GET", address);
  }

  /** The items of a list, all pages. */
  async list(address: string): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    let next: string | undefined = address;
    while (next !== undefined) {
      const page: Record<string, unknown> = json(await this.get(next));
      items.push(...(page["value"] as unknown[]));
      next = page["nextLink"] as string | undefined;
    }
    return items;
  }
}

/** The names of listed items. */
export function names(items: readonly unknown[]): readonly string[] {
  return items.map((item) => String((item as Record<string, unknown>)["name"]));
}
