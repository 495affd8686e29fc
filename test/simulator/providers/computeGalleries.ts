import {
  armError,
  invalidRequestContent,
  invalidResourceLocation,
  ok,
  type ArmResponse,
} from "../armResponse";
import { definitionIn } from "../definition";
import { isJsonObject, jsonAt, objectAt, textAt, textsAt, type JsonObject } from "../json";
import { page } from "../paging";
import { parameter, type SubscriptionContext } from "../route";
import { remove, same, sameLocation } from "../subscriptionState";
import { definitionBody, definitionId, galleryBody, galleryId } from "./computeGalleryBodies";
import {
  nestedResources,
  startCapsOperation,
  withDefinition,
  withGallery,
} from "./computeGalleryLookup";
import {
  deletedVersionsOf,
  galleriesOf,
  galleryIn,
  mayHavePolicy,
  softDeletes,
  type Gallery,
} from "./computeGalleryState";

/** Lists of resources leave out what the caller may not read, rather than refuse. */
export function listGalleries(context: SubscriptionContext): ArmResponse {
  const { caller, parameters, subscription } = context;
  const group = parameters["resourceGroup"];
  const items = galleriesOf(subscription)
    .filter(({ resourceGroup }) => group === undefined || same(resourceGroup, group))
    .filter((gallery) =>
      subscription.roles.allow(
        caller.person.username,
        "Microsoft.Compute/galleries/read",
        galleryId(subscription, gallery),
      ),
    );
  return page(
    context,
    items.map((gallery) => galleryBody(subscription, gallery)),
  );
}

export function getGallery(context: SubscriptionContext): ArmResponse {
  return withGallery(context, (gallery) => ok(galleryBody(context.subscription, gallery)));
}

/** Makes a gallery, or makes it what the body says: what that leaves out is reset. */
export function putGallery(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  const resourceGroup = parameter(context, "resourceGroup");
  const name = parameter(context, "gallery");
  const existing = galleryIn(subscription, resourceGroup, name);
  if (existing !== undefined && !sameLocation(existing.location, location)) {
    return invalidResourceLocation(name, resourceGroup, existing.location, location);
  }
  const gallery: Gallery = existing ?? {
    name,
    resourceGroup: subscription.resourceGroup(resourceGroup)?.name ?? resourceGroup,
    location,
    tags: {},
    description: undefined,
    sharing: undefined,
    softDelete: undefined,
    busyUntil: 0,
    definitions: [],
  };
  const refusal = policyRefusal(context, body, gallery);
  if (refusal !== undefined) {
    return refusal;
  }
  gallery.tags = textsAt(body, "tags");
  gallery.description = textAt(body, "properties", "description");
  gallery.sharing = sharingIn(body);
  gallery.softDelete = policyIn(body);
  if (existing === undefined) {
    galleriesOf(subscription).push(gallery);
  }
  return changed(context, gallery, existing === undefined ? 201 : 200);
}

/** Changes what the body names. */
export function patchGallery(context: SubscriptionContext): ArmResponse {
  return withGallery(context, (gallery) => {
    const { body } = context;
    if (!isJsonObject(body)) {
      return invalidRequestContent();
    }
    const refusal = policyRefusal(context, body, gallery);
    if (refusal !== undefined) {
      return refusal;
    }
    if (jsonAt(body, "tags") !== undefined) {
      gallery.tags = textsAt(body, "tags");
    }
    gallery.description = textAt(body, "properties", "description") ?? gallery.description;
    gallery.sharing = sharingIn(body) ?? gallery.sharing;
    gallery.softDelete = policyIn(body) ?? gallery.softDelete;
    return changed(context, gallery, 200);
  });
}

function changed(context: SubscriptionContext, gallery: Gallery, status: number): ArmResponse {
  const { doneAt, headers } = startCapsOperation(context, gallery, 10);
  gallery.busyUntil = doneAt;
  return { status, headers, body: galleryBody(context.subscription, gallery) };
}

function policyIn(body: JsonObject): boolean | undefined {
  const asked = jsonAt(body, "properties", "softDeletePolicy", "isSoftDeleteEnabled");
  return typeof asked === "boolean" ? asked : undefined;
}

function sharingIn(body: JsonObject): JsonObject | undefined {
  const asked = jsonAt(body, "properties", "sharingProfile");
  return isJsonObject(asked) ? objectAt(asked) : undefined;
}

/**
 * Even a policy that is off is refused without the feature.
 * Source: https://github.com/Azure/azure-cli/issues/27017
 */
function policyRefusal(
  context: SubscriptionContext,
  body: JsonObject,
  gallery: Gallery,
): ArmResponse | undefined {
  const { caller, subscription } = context;
  const asked = policyIn(body);
  if (asked === undefined) {
    return undefined;
  }
  if (!mayHavePolicy(subscription)) {
    return armError(
      400,
      "BadRequest",
      "Subscription is not registered with the feature Microsoft.Compute/SigSoftDelete. Please register the subscription before retrying the call",
    );
  }
  const scope = galleryId(subscription, gallery);
  const action = "Microsoft.Compute/galleries/share/action";
  const isAllowed = subscription.roles.allow(caller.person.username, action, scope);
  // "Only ... the owner of a subscription" and the role Compute Gallery Sharing Admin, says
  // https://learn.microsoft.com/azure/virtual-machines/soft-delete-gallery
  return asked && gallery.softDelete !== true && !isAllowed
    ? armError(
        403,
        "AuthorizationFailed",
        `The client '${caller.person.username}' with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      )
    : undefined;
}

export function deleteGallery(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const name = parameter(context, "gallery");
  const gallery = galleryIn(subscription, parameter(context, "resourceGroup"), name);
  if (gallery === undefined) {
    return { status: 204 };
  }
  if (gallery.definitions.length > 0) {
    return nestedResources();
  }
  remove(galleriesOf(subscription), gallery);
  return { status: 202, headers: startCapsOperation(context, gallery, 20).headers };
}

export function listDefinitions(context: SubscriptionContext): ArmResponse {
  const { caller, subscription } = context;
  return withGallery(context, (gallery) => {
    const items = gallery.definitions.filter((definition) =>
      subscription.roles.allow(
        caller.person.username,
        "Microsoft.Compute/galleries/images/read",
        definitionId(subscription, gallery, definition),
      ),
    );
    return page(
      context,
      items.map((definition) => definitionBody(subscription, gallery, definition)),
    );
  });
}

export function getDefinition(context: SubscriptionContext): ArmResponse {
  return withDefinition(context, (gallery, definition) =>
    ok(definitionBody(context.subscription, gallery, definition)),
  );
}

/** Soft-deleted versions keep it, but only while the gallery's soft delete is on. */
export function deleteDefinition(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  return withDefinition(context, (gallery, definition) => {
    const isHeld =
      softDeletes(subscription, gallery) && deletedVersionsOf(subscription, definition).length > 0;
    if (definition.versions.length > 0 || isHeld) {
      return nestedResources();
    }
    remove(gallery.definitions, definition);
    return { status: 202, headers: startCapsOperation(context, gallery, 20).headers };
  });
}
