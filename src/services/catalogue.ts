import type { DeletedResource } from "./deletedResource";
import { lazy } from "../base/lazy";
import { explainWith, type Explain } from "./errors/errorTable";
import type { SoftDeleteService } from "./service";

/**
 * The services, loaded when they are first needed: their texts are most of the code there is.
 */
export class Catalogue {
  #services: readonly SoftDeleteService[] = [];
  readonly #load = lazy(async () => {
    const { services } = await import("./index");
    this.#services = services;
  });

  /** Empty before {@link load}. */
  get services(): readonly SoftDeleteService[] {
    return this.#services;
  }

  /** Loads the services once; a failed load is retried. */
  async load(): Promise<void> {
    await this.#load();
  }

  /** The service with that id; undefined before loading or for an unknown id. */
  find(id: string): SoftDeleteService | undefined {
    return this.#services.find((service) => service.id === id);
  }

  /** The service that read a resource. */
  of({ serviceId }: Pick<DeletedResource, "serviceId">): SoftDeleteService {
    const service = this.find(serviceId);
    if (service === undefined) {
      throw new Error(`There is no service ${serviceId}.`);
    }
    return service;
  }

  /** Explains a failure in words; before loading, only with what holds for every service. */
  readonly explain: Explain = (serviceId, failure) =>
    explainWith(this.#services)(serviceId, failure);
}
