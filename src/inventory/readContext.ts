import type { ArmClient } from "../azure/armClient";
import type { ProviderList } from "../azure/providers";
import type { JsonObject } from "../base/json";
import type { LiveRow } from "../services/source";

/** What a service's sources use to read one subscription. */
export interface ReadContext {
  readonly arm: ArmClient;
  readonly subscriptionId: string;
  /** Undefined where they can't be read: then no service counts as absent. */
  readonly providers: ProviderList | undefined;
  /** Undefined where Resource Graph doesn't answer. */
  readonly live: () => Promise<readonly LiveRow[] | undefined>;
  readonly graph: (query: string) => Promise<readonly JsonObject[] | undefined>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly signal: AbortSignal;
}
