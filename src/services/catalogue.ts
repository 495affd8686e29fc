import type { ArmFailure } from "../azure/errors";
import type { DeletedResource } from "./deletedResource";
import { lazy } from "../base/lazy";
import { explain } from "./errors/errorTable";
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

  /** None before {@link load}, and no resource then either. */
  get services(): readonly SoftDeleteService[] {
    return this.#services;
  }

  /** Loads the services once, however often it is called; a load that has failed is tried again. */
  async load(): Promise<void> {
    await this.#load();
  }

  /** The service of that id, as settings and tools name it; undefined where none is loaded. */
  find(id: string): SoftDeleteService | undefined {
    return this.#services.find((service) => service.id === id);
  }

  /** The service that a resource was read by. */
  of({ serviceId }: Pick<DeletedResource, "serviceId">): SoftDeleteService {
    const service = this.find(serviceId);
    if (service === undefined) {
      throw new Error(`There is no service ${serviceId}.`);
    }
    return service;
  }

  /** A failure in words. */
  explain(serviceId: string | undefined, failure: ArmFailure): string {
    return explain(serviceId, failure);
  }
}
