import type { ConflictMessage } from "../../services/nameConflicts";
import type { SoftDeleteService } from "../../services/service";

/** Words in a tool's output that report a soft-delete name conflict. */
export interface ConflictPattern extends ConflictMessage {
  /** The type they refer to; undefined where only an id nearby tells. */
  readonly resourceType?: string;
  /** The resource type that the message is about, where no id names another one. */
  readonly usually?: string;
  /** Finds the name, as the first group. */
  readonly names: readonly RegExp[];
}

/** Azure Resource Manager says this of any type, beside the id. */
const anyResource: ConflictPattern = {
  words: /has been soft-deleted/,
  with: /(?!)/,
  names: [],
};

/** The conflict messages of all services. Earlier patterns win at the same position. */
export function conflictPatterns(
  services: readonly SoftDeleteService[],
): readonly ConflictPattern[] {
  const ofServices = services.flatMap(({ resourceType, conflicts }) =>
    (conflicts?.messages ?? []).map((message) => ({
      ...message,
      ...(message.anyType === true ? { usually: resourceType } : { resourceType }),
      names: conflicts?.names ?? [],
    })),
  );
  return [...ofServices, anyResource];
}
