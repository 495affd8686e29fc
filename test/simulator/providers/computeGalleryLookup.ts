import { armError, resourceNotFound, type ArmResponse } from "../armResponse";
import { parameter, type SubscriptionContext } from "../route";
import {
  called,
  galleryIn,
  type Gallery,
  type ImageDefinition,
  type ImageVersion,
} from "./computeGalleryState";
import { startOperation } from "./longRunning";

const namespace = "Microsoft.Compute";
const galleryType = `${namespace}/galleries`;

/** Where the progress of all gallery operations is read; "Caps" is the service behind galleries. */
export const capsOperations = `/subscriptions/{subscriptionId}/providers/${namespace}/locations/{location}/capsOperations/{operationId}`;

/** Answers about the gallery of the path. */
export function withGallery(
  context: SubscriptionContext,
  answer: (gallery: Gallery) => ArmResponse,
): ArmResponse {
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "gallery");
  const gallery = galleryIn(context.subscription, group, name);
  if (gallery !== undefined) {
    return answer(gallery);
  }
  return context.parameters["definition"] === undefined
    ? resourceNotFound(galleryType, name, group)
    : parentNotFound(name);
}

/** Answers about the image definition of the path. */
export function withDefinition(
  context: SubscriptionContext,
  answer: (gallery: Gallery, definition: ImageDefinition) => ArmResponse,
): ArmResponse {
  return withGallery(context, (gallery) => {
    const name = parameter(context, "definition");
    const definition = called(gallery.definitions, name);
    if (definition !== undefined) {
      return answer(gallery, definition);
    }
    return context.parameters["version"] === undefined
      ? resourceNotFound(`${galleryType}/images`, `${gallery.name}/${name}`, gallery.resourceGroup)
      : parentNotFound(`${gallery.name}/${name}`);
  });
}

/** Answers about the live image version of the path. */
export function withVersion(
  context: SubscriptionContext,
  answer: (gallery: Gallery, definition: ImageDefinition, version: ImageVersion) => ArmResponse,
): ArmResponse {
  return withDefinition(context, (gallery, definition) => {
    const name = parameter(context, "version");
    const version = called(definition.versions, name);
    return version === undefined
      ? versionNotFound(gallery, definition, name)
      : answer(gallery, definition, version);
  });
}

/** A version that is neither live nor, where that is asked, soft-deleted. */
export function versionNotFound(
  gallery: Gallery,
  definition: ImageDefinition,
  name: string,
): ArmResponse {
  return resourceNotFound(
    `${galleryType}/images/versions`,
    `${gallery.name}/${definition.name}/${name}`,
    gallery.resourceGroup,
  );
}

/** Source: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-parent-resource */
function parentNotFound(name: string): ArmResponse {
  return armError(
    404,
    "ParentResourceNotFound",
    `Can not perform requested operation on nested resource. Parent resource '${name}' not found.`,
  );
}

/** Source: https://github.com/Azure/azure-sdk-for-python/issues/25506 */
export function nestedResources(): ArmResponse {
  return armError(
    409,
    "CannotDeleteResource",
    "Can not delete resource before nested resources are deleted.",
  );
}

/**
 * Starts an operation on something in the gallery; when it is done, and what its answer carries.
 * Source of the address: https://github.com/Azure/azure-rest-api-specs/issues/11559
 */
export function startCapsOperation(
  context: SubscriptionContext,
  gallery: Pick<Gallery, "location">,
  seconds: number,
): ReturnType<typeof startOperation> {
  const location = gallery.location.replace(/\s/g, "").toLowerCase();
  return startOperation(context, {
    namespace,
    location,
    seconds,
    pollSeconds: 10,
    header: "azure-asyncoperation",
    at: (id) =>
      `/subscriptions/${context.subscription.id}/providers/${namespace}/locations/${location}/capsOperations/${id}`,
  });
}
