/** The kind of a file, from its path and text. */
export type FileKind =
  | "bicep"
  | "bicepParameters"
  | "armTemplate"
  | "armParameters"
  | "terraform"
  | "terraformValues"
  | "azdEnvironment"
  | "azdConfiguration";

/**
 * The kind of a file from its path and, for JSON, its text; undefined where it isn't deployable.
 * Uses names, not languages: without a language's extension, its files are plain text.
 *
 * @param text called for JSON only.
 */
export function fileKind(path: string, text: () => string): FileKind | undefined {
  const name = path.toLowerCase();
  if (name.endsWith(".bicep")) {
    return "bicep";
  }
  if (name.endsWith(".bicepparam")) {
    return "bicepParameters";
  }
  if (name.endsWith(".tf")) {
    return "terraform";
  }
  if (name.endsWith(".tfvars") || name.endsWith(".tfvars.json")) {
    return "terraformValues";
  }
  // azd keeps one for each environment: .azure/dev/.env
  if (/(^|[\\/])\.azure[\\/][^\\/]+[\\/]\.env$/.test(name)) {
    return "azdEnvironment";
  }
  // .azure/config.json and .azure/dev/config.json
  if (/(^|[\\/])\.azure[\\/]([^\\/]+[\\/])?config\.json$/.test(name)) {
    return "azdConfiguration";
  }
  return /\.jsonc?$/.test(name) ? kindOfJson(text()) : undefined;
}

function kindOfJson(text: string): FileKind | undefined {
  // "deploymentTemplate.json", "subscriptionDeploymentTemplate.json": one search finds both.
  if (text.includes("eploymentTemplate.json")) {
    return "armTemplate";
  }
  return text.includes("eploymentParameters.json") ? "armParameters" : undefined;
}
