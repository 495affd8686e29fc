import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { existingCertificate, makeCertificate, type Certificate } from "../simulator/certificate";

const folderVariable = "FAULTS_CERTIFICATES";

/**
 * Runs once, before any test process starts: Node takes a further authority only as it starts, and
 * nothing here switches the check of certificates off.
 */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "faults-certificates-"));
  const { caFile } = await makeCertificate(join(folder, "trusted"));
  await makeCertificate(join(folder, "stranger"));
  process.env["NODE_EXTRA_CA_CERTS"] = caFile;
  process.env[folderVariable] = folder;
  return () => rm(folder, { recursive: true, force: true });
}

/** One whose authority this process trusts, and one that nobody vouches for. */
export async function certificates(): Promise<
  Readonly<Record<"trusted" | "stranger", Certificate>>
> {
  const folder = process.env[folderVariable] ?? "";
  return {
    trusted: await read(join(folder, "trusted")),
    stranger: await read(join(folder, "stranger")),
  };
}

async function read(folder: string): Promise<Certificate> {
  const caFile = join(folder, "ca.pem");
  return existingCertificate({
    caFile,
    certificate: await readFile(caFile, "utf8"),
    key: await readFile(join(folder, "key.pem"), "utf8"),
  });
}
