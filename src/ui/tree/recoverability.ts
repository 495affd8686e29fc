import type { DeletedResource } from "../../services/deletedResource";
import { recoverRefusal, type SoftDeleteService } from "../../services/service";

/**
 * Whether deleted resources can be recovered, asked of their service once: it makes the steps to
 * tell, and thousands of rows are checked again with every painting.
 */
export class Recoverability {
  readonly #known = new WeakSet<DeletedResource>();

  isRecoverable(service: SoftDeleteService, resource: DeletedResource): boolean {
    if (this.#known.has(resource)) {
      return true;
    }
    const isRecoverable = recoverRefusal(service, resource) === undefined;
    // A refusal is cheap to compute and may depend on the time.
    if (isRecoverable) {
      this.#known.add(resource);
    }
    return isRecoverable;
  }
}
