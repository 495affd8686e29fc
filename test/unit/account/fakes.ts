import type { TokenCredential } from "@azure/core-auth";
import type { ListConnector } from "../../../src/account/armLists";
import { toCloud, type CloudDetails } from "../../../src/account/cloud";
import type {
  Session,
  SessionAccount,
  SessionRequest,
  Sessions,
} from "../../../src/account/sessions";
import type { JsonValue } from "../../../src/base/json";
import type { Logger } from "../../../src/base/logger";
import { Listeners, type Disposable } from "../../../src/base/listeners";

export const testCloud: CloudDetails = toCloud({
  name: "Test",
  isCustomCloud: true,
  portalUrl: "https://portal.test",
  managementEndpointUrl: "https://arm.test",
  resourceManagerEndpointUrl: "https://arm.test",
  activeDirectoryEndpointUrl: "https://login.test",
});

export function loggerTo(warnings: string[]): Logger {
  const ignore = (): void => undefined;
  const warn = (message: string): unknown => warnings.push(message);
  return { trace: ignore, debug: ignore, info: ignore, error: ignore, warn };
}

export const silentLogger = loggerTo([]);

/** An Azure whose lists hold, in one page each, what the function says. */
export function azureOf(
  items: (path: string, token: TokenCredential["getToken"]) => Promise<readonly JsonValue[]>,
): ListConnector {
  return async ({ credential }) => ({
    list: async ({ path }, onPage) => {
      onPage(await items(path, (...asked) => credential.getToken(...asked)));
    },
  });
}

export function jwt(payload: unknown): string {
  return ["{}", JSON.stringify(payload), "x"]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");
}

/** VS Code's authentication as tests set it up; a session exists for what `allowed` names. */
export class FakeSessions implements Sessions {
  readonly asked: (SessionRequest & { readonly prompts: boolean })[] = [];
  readonly sessionEvent = new Listeners();
  readonly cloudEvent = new Listeners();
  readonly allowed = new Set<string>();
  known: SessionAccount[] = [];
  /** What the person does when prompted. */
  onPrompt: (request: SessionRequest) => Promise<SessionAccount | undefined> = () =>
    Promise.resolve(undefined);
  /** What VS Code does beside a silent request. */
  onSilent: () => void = () => undefined;
  cloud = (): CloudDetails => testCloud;

  allow(account: SessionAccount, tenantId = ""): void {
    if (!this.known.some(({ id }) => id === account.id)) {
      this.known.push(account);
    }
    this.allowed.add(`${account.id}/${tenantId}`);
  }

  accounts(): Promise<readonly SessionAccount[]> {
    return Promise.resolve([...this.known]);
  }

  silently(request: SessionRequest): Promise<Session | undefined> {
    this.asked.push({ ...request, prompts: false });
    this.onSilent();
    const { account, tenantId = "", claims } = request;
    if (account === undefined || claims !== undefined) {
      return Promise.resolve(undefined);
    }
    if (!this.allowed.has(`${account.id}/${tenantId}`)) {
      return Promise.resolve(undefined);
    }
    return Promise.resolve({ accessToken: `${account.id}/${tenantId}`, account });
  }

  async interactively(request: SessionRequest): Promise<Session | undefined> {
    this.asked.push({ ...request, prompts: true });
    const account = await this.onPrompt(request);
    return account === undefined ? undefined : { accessToken: "prompted", account };
  }

  onDidChangeSessions(listener: () => void): Disposable {
    return this.sessionEvent.add(listener);
  }

  onDidChangeCloud(listener: () => void): Disposable {
    return this.cloudEvent.add(listener);
  }
}
