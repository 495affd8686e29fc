import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  LiveValidator,
  type LiveValidationResult,
} from "oav/dist/lib/liveValidation/liveValidator";
import { apiVersionsOf } from "./apiVersions";

/** A request to Azure Resource Manager, with the api-version the project uses. */
export interface ContractRequest {
  readonly method: string;
  /** Path and query, or the whole address. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface ContractResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Findings {
  /** What does not agree with the published file; empty when all does. */
  readonly errors: readonly string[];
  /** No published file has this provider: only the version was checked. */
  readonly unpublished?: true;
}

/** Holds requests and responses against Microsoft's published OpenAPI files, without a network. */
export interface OpenApi {
  validateRequest(request: ContractRequest): Promise<Findings>;
  validateResponse(request: ContractRequest, response: ContractResponse): Promise<Findings>;
}

/** Where the published files are; undefined, and said so, where they are not. */
export function findOpenApiFolder(): string | undefined {
  const folder = resolve(process.env["AZURE_OPENAPI_DIR"] ?? "../shared/azure-openapi");
  if (existsSync(resolve(folder, "specification"))) {
    return folder;
  }
  console.warn(
    `Contract tests skipped: no OpenAPI files at ${folder}; set AZURE_OPENAPI_DIR to a checkout of Azure/azure-rest-api-specs.`,
  );
  return undefined;
}

/** Reads the published files; takes some seconds. */
export async function loadOpenApi(folder: string): Promise<OpenApi> {
  const validator = new LiveValidator(
    {
      directory: resolve(folder, "specification"),
      swaggerPathsPattern: ["**/*.json"],
      excludedSwaggerPathsPattern: ["**/common-types/**", "**/common/**"],
      git: { shouldClone: false },
      useJsonParser: true,
      loadValidatorInBackground: false,
      isArmCall: true,
    },
    // Its own log goes to the console at every step.
    () => undefined,
  );
  await validator.initialize();
  return {
    validateRequest: async (request) => {
      const shown = showWithFileVersion(request);
      return "errors" in shown ? shown : findings(await validator.validateLiveRequest(shown));
    },
    validateResponse: async (request, response) => {
      const shown = showWithFileVersion(request);
      if ("errors" in shown) {
        return shown;
      }
      const { errors } = findings(
        await validator.validateLiveResponse(
          {
            statusCode: String(response.status),
            headers: { ...response.headers },
            ...bodyOf(response.body),
          },
          { url: shown.url, method: shown.method },
        ),
      );
      return { errors: [...errors, ...missingProgressHeader(response)] };
    },
  };
}

/**
 * The validator looks for these headers only where the file gives the answer a schema, and the
 * purges have none.
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
 */
function missingProgressHeader({ status, headers }: ContractResponse): readonly string[] {
  const names = Object.keys(headers ?? {}).map((name) => name.toLowerCase());
  return status === 202 && !names.includes("location") && !names.includes("azure-asyncoperation")
    ? ["202 without Location or Azure-AsyncOperation"]
    : [];
}

interface Shown {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: Record<string, unknown>;
}

/** The request as the file's version of the API would have it; refused in any but the one in use. */
function showWithFileVersion(request: ContractRequest): Shown | Findings {
  const url = new URL(request.url, "https://management.azure.com");
  const rows = apiVersionsOf(url.pathname);
  if (rows.length === 0) {
    return { errors: [`No row in apiVersions.ts for ${url.pathname}`] };
  }
  const version = url.searchParams.get("api-version");
  const versions = rows.find(({ inUse }) => inUse === version);
  if (versions === undefined) {
    const known = rows.map(({ inUse }) => inUse).join(" or ");
    return { errors: [`api-version ${version ?? "missing"}, where ${known} is in use`] };
  }
  if (versions.inFile === undefined) {
    return { errors: [], unpublished: true };
  }
  url.searchParams.set("api-version", versions.inFile);
  return {
    method: request.method,
    url: `${url.pathname}${url.search}`,
    headers: {
      ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      ...request.headers,
    },
    ...bodyOf(request.body),
  };
}

/** The validator takes undefined for no body, and changes the one it gets: hence a copy. */
function bodyOf(body: unknown): { readonly body?: Record<string, unknown> } {
  return body === undefined ? {} : { body: structuredClone(body) as Record<string, unknown> };
}

function findings(result: LiveValidationResult): Findings {
  if (result.runtimeException !== undefined) {
    const { code, message } = result.runtimeException;
    return { errors: [`${code}: ${message}`] };
  }
  return {
    errors: result.errors.map(
      ({ code, message, pathsInPayload }) => `${code}: ${message} (${pathsInPayload.join(", ")})`,
    ),
  };
}
