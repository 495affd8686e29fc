import type { ArmClient } from "../azure/armClient";
import type { ProviderList } from "../azure/providers";
import type { JsonObject } from "../base/json";
import type { LiveRow } from "../services/source";

/** What a service's sources draw on in one subscription. */
export interface ReadContext {
  readonly arm: ArmClient;
  readonly subscriptionId: string;
  /** Undefined where they could not be read: then nothing is known to be missing. */
  readonly providers: ProviderList | undefined;
  /** Undefined where Resource Graph does not answer. */
  readonly live: () => Promise<readonly LiveRow[] | undefined>;
  readonly graph: (query: string) => Promise<readonly JsonObject[] | undefined>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly signal: AbortSignal;
}
