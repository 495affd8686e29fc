import type { Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import type { Logger } from "../base/logger";
import { isNationalCloud } from "../azure/nationalCloud";
import { readProviders, type ProviderList } from "../azure/providers";
import type { SoftDeleteService } from "../services/service";
import { namespaceOf } from "./serviceReader";
import { subscriptionKey } from "./inventorySnapshot";

export interface AvailableServicesOptions {
  readonly connect: (subscription: Subscription) => Promise<ArmClient>;
  /** The ARM endpoint: not every cloud has every service. */
  readonly endpoint: () => Promise<string>;
  readonly logger: Logger;
  /** The services to check; asked each time. */
  readonly services: () => readonly SoftDeleteService[];
}

/** The available services of a subscription. */
export interface Availability {
  /** Undefined where providers can't be read: then every service is tried. */
  readonly providers: ProviderList | undefined;
  readonly isThere: (service: SoftDeleteService) => boolean;
}

/** Determines the available services of a subscription from its providers, read once. */
export class AvailableServices {
  /** By subscription, from its last full read. */
  readonly #providers = new Map<string, ProviderList>();

  constructor(private readonly options: AvailableServicesOptions) {}

  async read(subscription: Subscription, signal: AbortSignal): Promise<Availability> {
    const [providers, national] = await Promise.all([
      this.#readProviders(subscription, signal),
      this.#isNationalCloud(),
    ]);
    return {
      providers,
      isThere: (service) =>
        (providers?.isRegistered(namespaceOf(service)) ?? true) &&
        !(national && service.availability.nationalClouds === false),
    };
  }

  /** The cached providers, or a new read. */
  async providers(
    subscription: Subscription,
    signal: AbortSignal,
  ): Promise<ProviderList | undefined> {
    return (
      this.#providers.get(subscriptionKey(subscription)) ??
      this.#readProviders(subscription, signal)
    );
  }

  /** @param key from `subscriptionKey`. */
  forget(key: string): void {
    this.#providers.delete(key);
  }

  /** Drops all providers, so that they are read again. */
  clear(): void {
    this.#providers.clear();
  }

  async #isNationalCloud(): Promise<boolean> {
    try {
      return isNationalCloud(await this.options.endpoint());
    } catch {
      // An unusable cloud; connecting reports it.
      return false;
    }
  }

  async #readProviders(
    subscription: Subscription,
    signal: AbortSignal,
  ): Promise<ProviderList | undefined> {
    try {
      const arm = await this.options.connect(subscription);
      const namespaces = this.options.services().map(namespaceOf);
      const { subscriptionId } = subscription;
      const providers = await readProviders(arm, subscriptionId, namespaces, signal);
      this.#providers.set(subscriptionKey(subscription), providers);
      return providers;
    } catch (error) {
      if (!signal.aborted) {
        this.options.logger.info("The registered providers of a subscription could not be read.");
        this.options.logger.trace(String(error));
      }
      return undefined;
    }
  }
}
