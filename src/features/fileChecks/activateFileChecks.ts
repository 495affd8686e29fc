import * as vscode from "vscode";
import type { Account } from "../../account/account";
import type { Clock } from "../../base/clock";
import type { Disposable } from "../../base/listeners";
import type { Targets } from "../../commands/targets";
import { onDidChangeSetting, settings } from "../../ui/settings";
import { kindOf } from "./openDocuments";

/** The files that a window opens with are checked once it has started. */
const startDelay = 1_000;

/** Checks open templates for names that deleted resources hold, while the setting allows it. */
export function activateFileChecks(
  account: Account,
  targets: Targets,
  clock: Clock,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const starter = new FileCheckStarter(account, targets, async () => {
    const { FileChecks } = await import("./fileChecks");
    return new FileChecks(targets.inventory, targets.serviceOf, clock, log);
  });
  const start = (): void => {
    starter.start().catch((error: unknown) => {
      // For example an unusable cloud; the view reports it when opened.
      log.trace(String(error));
    });
  };
  const timer = setTimeout(start, startDelay);
  return vscode.Disposable.from(
    starter,
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (kindOf(document) !== undefined) {
        start();
      }
    }),
    account.onDidChange(start),
    onDidChangeSetting("checkFiles", () => {
      starter.stopIfOff();
      start();
    }),
    {
      dispose: () => {
        clearTimeout(timer);
      },
    },
  );
}

/** Loads the checks when a template is open and the person is signed in. */
class FileCheckStarter implements Disposable {
  #checks: Promise<Disposable> | undefined;
  #isStarting = false;
  #isDisposed = false;

  constructor(
    private readonly account: Account,
    private readonly targets: Targets,
    private readonly load: () => Promise<Disposable>,
  ) {}

  async start(): Promise<void> {
    if (this.#isStarting || !this.#isNeeded()) {
      return;
    }
    this.#isStarting = true;
    try {
      if ((await this.account.signInState()).state === "signedIn" && this.#isNeeded()) {
        this.#checks = this.load();
        await this.#checks;
        await this.targets.ensureRead();
      }
    } finally {
      this.#isStarting = false;
    }
  }

  stopIfOff(): void {
    if (!settings.checkFiles()) {
      this.#stop();
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stop();
  }

  #isNeeded(): boolean {
    return (
      !this.#isDisposed &&
      this.#checks === undefined &&
      settings.checkFiles() &&
      vscode.workspace.textDocuments.some((document) => kindOf(document) !== undefined)
    );
  }

  #stop(): void {
    const checks = this.#checks;
    this.#checks = undefined;
    void checks?.then((loaded) => {
      loaded.dispose();
    });
  }
}
