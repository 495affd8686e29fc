import type { DeletedResource } from "./services/deletedResource";
import type { SoftDeleteService } from "./services/service";

/** The services, loaded when they are first needed: their texts are most of the code there is. */
export class Catalogue {
  #services: readonly SoftDeleteService[] = [];
  #loading: Promise<void> | undefined;

  /** None before {@link load}, and no resource then either. */
  get services(): readonly SoftDeleteService[] {
    return this.#services;
  }

  async load(): Promise<void> {
    this.#loading ??= this.#load();
    try {
      await this.#loading;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
  }

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

  async #load(): Promise<void> {
    const { services } = await import("./services/index");
    this.#services = services;
  }
}
