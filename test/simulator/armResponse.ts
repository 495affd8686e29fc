import type { Json } from "./json";

/** An answer as data; the server adds what every answer of Azure Resource Manager carries. */
export interface ArmResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

/** 200 with a body. */
export function ok(body: Json): ArmResponse {
  return { status: 200, body };
}

/** An error in the shape of Azure Resource Manager's common types (v2 ErrorResponse). */
export function armError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ArmResponse {
  return { status, headers, body: { error: { code, message } } };
}

/**
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found
 */
export function resourceNotFound(type: string, name: string, resourceGroup: string): ArmResponse {
  return armError(
    404,
    "ResourceNotFound",
    `The Resource '${type}/${name}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

/** Source: https://github.com/hashicorp/terraform-provider-azurerm/issues/5182 and many others. */
export function resourceGroupNotFound(name: string): ArmResponse {
  return armError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);
}

/** A definition without a location. */
export function locationRequired(): ArmResponse {
  return armError(
    400,
    "LocationRequired",
    "The location property is required for this definition.",
  );
}

/** A body that is not the JSON object a PUT needs. */
export function invalidRequestContent(): ArmResponse {
  return armError(
    400,
    "InvalidRequestContent",
    "The request content was invalid and could not be deserialized.",
  );
}

/** A resource keeps the location it was made in. */
export function invalidResourceLocation(
  name: string,
  resourceGroup: string,
  location: string,
  wanted: string,
): ArmResponse {
  return armError(
    409,
    "InvalidResourceLocation",
    `The resource '${name}' already exists in location '${location}' in resource group '${resourceGroup}'. A resource with the same name cannot be created in location '${wanted}'. Please select a new resource name.`,
  );
}
