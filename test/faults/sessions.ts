import { toCloud, type CloudDetails } from "../../src/account/cloud";
import { readJwt } from "../../src/account/jwt";
import type { Session, SessionAccount, SessionRequest, Sessions } from "../../src/account/sessions";
import { Listeners, type Disposable } from "../../src/base/listeners";
import { dana } from "../simulator/scenarios/people";
import type { Simulator } from "../simulator/simulator";
import { json, requestToken } from "../unit/simulator/client";

const account: SessionAccount = { id: dana.id, label: dana.username };

/** VS Code's part in a sign-in, over the simulator's sign-in endpoint. */
export class SimulatedSessions implements Sessions {
  readonly #sessionsChanged = new Listeners();
  readonly #cloudChanged = new Listeners();
  readonly #tokens = new Map<string, string>();
  isSignedIn = true;
  /** Whether the person answers a demand for more than the present sign-in. */
  answers = false;
  /** How often the person was asked. */
  prompts = 0;

  constructor(private readonly simulator: Simulator) {}

  cloud(): CloudDetails {
    const { url, loginUrl } = this.simulator;
    return toCloud({
      name: "Simulator",
      isCustomCloud: true,
      portalUrl: "https://portal.azure.com",
      managementEndpointUrl: url,
      resourceManagerEndpointUrl: url,
      activeDirectoryEndpointUrl: loginUrl,
    });
  }

  async accounts(): Promise<readonly SessionAccount[]> {
    return this.isSignedIn ? [account] : [];
  }

  async silently({ tenantId, claims }: SessionRequest): Promise<Session | undefined> {
    return this.isSignedIn && claims === undefined ? this.#token(tenantId) : undefined;
  }

  async interactively({ tenantId, claims }: SessionRequest): Promise<Session | undefined> {
    this.prompts += 1;
    return this.isSignedIn && this.answers ? this.#token(tenantId, claims) : undefined;
  }

  onDidChangeSessions(listener: () => void): Disposable {
    return this.#sessionsChanged.add(listener);
  }

  onDidChangeCloud(listener: () => void): Disposable {
    return this.#cloudChanged.add(listener);
  }

  /** Somebody signs in once more, and gets tokens that are as good as they are now. */
  signInAgain(): void {
    this.isSignedIn = true;
    this.answers = false;
    this.#tokens.clear();
  }

  /** As VS Code's own provider does, which asks anew only once a token has expired. */
  async #token(tenantId: string | undefined, claims?: string): Promise<Session> {
    const key = JSON.stringify([tenantId ?? "", claims]);
    const known = this.#tokens.get(key);
    const isGood = (readJwt(known ?? "").expiresAt ?? 0) > Date.now() + 1_000;
    const accessToken = known !== undefined && isGood ? known : await this.#ask(tenantId, claims);
    this.#tokens.set(key, accessToken);
    return { accessToken, account };
  }

  async #ask(tenantId: string | undefined, claims: string | undefined): Promise<string> {
    const answer = await requestToken(this.simulator, {
      ...(tenantId === undefined || tenantId === "" ? {} : { tenantId }),
      ...(claims === undefined ? {} : { claims, interactive: true }),
    });
    return String(json(answer)["access_token"]);
  }
}
