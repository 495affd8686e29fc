import { readArmTemplate } from "./armTemplate";
import { configurationValues, environmentValues } from "./azdEnvironment";
import { readBicep } from "./bicep";
import type { FileKind } from "./fileKind";
import { emptyFile, longestFile, type TemplateFile } from "./template";
import { readArmParameters } from "./parameterValues";
import { readTerraform, readTerraformValues } from "./terraform";

const readers: Readonly<Record<FileKind, (text: string, file: string) => TemplateFile>> = {
  bicep: readBicep,
  bicepParameters: readBicep,
  armTemplate: readArmTemplate,
  armParameters: readArmParameters,
  terraform: readTerraform,
  terraformValues: readTerraformValues,
  azdEnvironment: environmentValues,
  azdConfiguration: configurationValues,
};

/**
 * Parses a file of a kind. Never throws: a malformed, binary, or too long file is empty.
 *
 * @param file its path, which its values carry.
 */
export function readTemplateFile(kind: FileKind, text: string, file: string): TemplateFile {
  // A NUL means that the file is binary.
  return text.length > longestFile || text.includes("\0") ? emptyFile : readers[kind](text, file);
}
