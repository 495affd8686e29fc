import {
  armError,
  invalidRequestContent,
  invalidResourceLocation,
  ok,
  type ArmResponse,
} from "../armResponse";
import { definitionIn } from "../definition";
import { isJsonObject, jsonAt, objectAt } from "../json";
import { page } from "../paging";
import { parameter, type SubscriptionContext } from "../route";
import { remove, same, sameLocation } from "../subscriptionState";
import { deletedVersionBody, versionBody } from "./computeGalleryBodies";
import {
  startCapsOperation,
  versionNotFound,
  withDefinition,
  withVersion,
} from "./computeGalleryLookup";
import {
  called,
  deletedVersionsOf,
  softDeletes,
  type DeletedImageVersion,
  type Gallery,
  type ImageDefinition,
  type ImageVersion,
} from "./computeGalleryState";

export function listVersions(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  return withDefinition(context, (gallery, definition) =>
    page(
      context,
      definition.versions.map((version) => versionBody(subscription, gallery, definition, version)),
    ),
  );
}

export function getVersion(context: SubscriptionContext): ArmResponse {
  return withVersion(context, (gallery, definition, version) =>
    ok(versionBody(context.subscription, gallery, definition, version)),
  );
}

/** Makes a version from a source; without one, brings the soft-deleted one of this name back. */
export function putVersion(context: SubscriptionContext): ArmResponse {
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  return withDefinition(context, (gallery, definition) => {
    const name = parameter(context, "version");
    if (!sameLocation(location, gallery.location)) {
      return invalidResourceLocation(name, gallery.resourceGroup, gallery.location, location);
    }
    const hasSource = Object.keys(objectAt(body, "properties", "storageProfile")).length > 0;
    const live = called(definition.versions, name);
    if (live !== undefined) {
      return ok(versionBody(context.subscription, gallery, definition, live));
    }
    const deleted = restorable(context, gallery, definition, name);
    if (deleted !== undefined) {
      return hasSource
        ? armError(409, "Conflict", `A soft-deleted image version '${name}' exists.`)
        : restore(context, gallery, definition, deleted, 201);
    }
    return hasSource ? make(context, gallery, definition, name) : noSource();
  });
}

/**
 * Restores with "restore", which has to come with a storage profile, empty as it is.
 * Source: Azure/azure-rest-api-specs, GalleryImageVersion_Update_RestoreSoftDeleted.json
 */
export function patchVersion(context: SubscriptionContext): ArmResponse {
  const { body } = context;
  if (!isJsonObject(body)) {
    return invalidRequestContent();
  }
  return withDefinition(context, (gallery, definition) => {
    const name = parameter(context, "version");
    const live = called(definition.versions, name);
    if (jsonAt(body, "properties", "restore") !== true) {
      return live === undefined
        ? versionNotFound(gallery, definition, name)
        : ok(versionBody(context.subscription, gallery, definition, live));
    }
    if (jsonAt(body, "properties", "storageProfile") === undefined) {
      return noSource();
    }
    const deleted = restorable(context, gallery, definition, name);
    if (deleted !== undefined) {
      return restore(context, gallery, definition, deleted, 200);
    }
    return live === undefined
      ? versionNotFound(gallery, definition, name)
      : armError(400, "BadRequest", `The image version '${name}' is not soft-deleted.`);
  });
}

/** Soft where the gallery's policy is on; else for good. */
export function deleteVersion(context: SubscriptionContext): ArmResponse {
  const { caller, state, subscription } = context;
  return withDefinition(context, (gallery, definition) => {
    const version = called(definition.versions, parameter(context, "version"));
    if (version === undefined) {
      return { status: 204 };
    }
    if (softDeletes(subscription, gallery)) {
      if (version.outcome === "Failed") {
        return armError(
          409,
          "OperationNotAllowed",
          `The image version '${version.name}' is in a failed provisioning state and cannot be soft-deleted.`,
        );
      }
      definition.deleted = [
        ...deletedVersionsOf(subscription, definition).filter(
          (one) => !same(one.version.name, version.name),
        ),
        {
          version,
          deletedAt: state.time.now(),
          deletedBy: caller.person.username,
          purgedAt: undefined,
        },
      ];
    }
    remove(definition.versions, version);
    return { status: 202, headers: startCapsOperation(context, gallery, 20).headers };
  });
}

export function listDeletedVersions(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  return same(parameter(context, "artifactType"), "Images")
    ? withDefinition(context, (gallery, definition) =>
        page(
          context,
          deletedVersionsOf(subscription, definition).map((deleted) =>
            deletedVersionBody(subscription, gallery, definition, deleted),
          ),
        ),
      )
    : armError(400, "InvalidParameter", "The value of parameter artifactType is invalid.");
}

export function purgeVersion(context: SubscriptionContext): ArmResponse {
  return withDefinition(context, (gallery, definition) => {
    const name = parameter(context, "version");
    const deleted = deletedNamed(context, definition, name);
    if (deleted === undefined) {
      return versionNotFound(gallery, definition, name);
    }
    if (deleted.purgedAt !== undefined) {
      return armError(409, "Conflict", `The image version '${name}' is being deleted.`);
    }
    const { doneAt, headers } = startCapsOperation(context, gallery, 30);
    deleted.purgedAt = doneAt;
    return { status: 202, headers };
  });
}

function deletedNamed(
  context: SubscriptionContext,
  definition: ImageDefinition,
  name: string,
): DeletedImageVersion | undefined {
  return deletedVersionsOf(context.subscription, definition).find(({ version }) =>
    same(version.name, name),
  );
}

/** "Only ... within a Gallery with soft-deletion on", says the Azure CLI of its undelete. */
function restorable(
  context: SubscriptionContext,
  gallery: Gallery,
  definition: ImageDefinition,
  name: string,
): DeletedImageVersion | undefined {
  const found = deletedNamed(context, definition, name);
  return softDeletes(context.subscription, gallery) && found?.purgedAt === undefined
    ? found
    : undefined;
}

function restore(
  context: SubscriptionContext,
  gallery: Gallery,
  definition: ImageDefinition,
  deleted: DeletedImageVersion,
  status: number,
): ArmResponse {
  const { subscription } = context;
  const { doneAt, headers } = startCapsOperation(context, gallery, 30);
  remove(definition.deleted, deleted);
  // One replica per region was kept.
  const version: ImageVersion = { ...deleted.version, replicas: 1, busyUntil: doneAt };
  definition.versions.push(version);
  return { status, headers, body: versionBody(subscription, gallery, definition, version) };
}

function make(
  context: SubscriptionContext,
  gallery: Gallery,
  definition: ImageDefinition,
  name: string,
): ArmResponse {
  const { state, subscription } = context;
  const { doneAt, headers } = startCapsOperation(context, gallery, 60);
  const version: ImageVersion = {
    name,
    regions: [gallery.location],
    replicas: 1,
    publishedAt: state.time.now(),
    outcome: "Succeeded",
    busyUntil: doneAt,
  };
  definition.versions.push(version);
  return { status: 201, headers, body: versionBody(subscription, gallery, definition, version) };
}

function noSource(): ArmResponse {
  return armError(
    400,
    "InvalidParameter",
    "Required parameter 'galleryImageVersion.properties.storageProfile' is missing (null).",
  );
}
