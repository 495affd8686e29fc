import { chmod, mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";

/** A certificate of this run's own, and where clients find it. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  /** PEM file, to be named in NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  /** Removes what was made, unless the caller named the folder. */
  remove(): Promise<void>;
}

/** One that was made before, whose owner removes it. */
export function existingCertificate(certificate: Omit<Certificate, "remove">): Certificate {
  return { ...certificate, remove: async () => undefined };
}

const oneDay = 24 * 60 * 60 * 1000;

/**
 * Makes a self-signed certificate for localhost and 127.0.0.1 that is its own authority, so that
 * one file in NODE_EXTRA_CA_CERTS is all a client needs.
 *
 * @param folder where it goes; a fresh one when left out.
 * @param hosts further names that it is for.
 */
export async function makeCertificate(
  folder?: string,
  hosts: readonly string[] = [],
): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(Date.now() - oneDay),
    notAfterDate: new Date(Date.now() + 7 * oneDay),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          ...hosts.map((value) => ({ type: 2 as const, value })),
        ],
      },
    ],
  });
  const home = folder ?? (await mkdtemp(join(tmpdir(), "azure-simulator-")));
  await mkdir(home, { recursive: true });
  const caFile = join(home, "ca.pem");
  const keyFile = join(home, "key.pem");
  await writeFile(caFile, cert);
  await writeFile(keyFile, key, { mode: 0o600 });
  // The mode above is for new files only.
  await chmod(keyFile, 0o600);
  return {
    certificate: cert,
    key,
    caFile,
    remove: async () => {
      if (folder === undefined) {
        await rm(home, { recursive: true, force: true });
      }
    },
  };
}
