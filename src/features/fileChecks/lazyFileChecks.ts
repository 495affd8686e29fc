import * as vscode from "vscode";
import type { Account } from "../../account/account";
import type { Disposable } from "../../base/listeners";
import type { FileChecksParts } from "./fileChecks";
import { kindOf } from "./openDocuments";

export interface WhenNeededParts extends FileChecksParts {
  readonly account: Account;
  /** Whether the setting lets files be checked. */
  readonly isOn: () => boolean;
  readonly onDidChangeIsOn: (listener: () => void) => Disposable;
  /** Reads the inventory where that has not happened yet, without asking the person anything. */
  readonly ensureRead: () => Promise<unknown>;
}

/** What is open when a window starts can wait until the window stands. */
const afterStart = 1_000;

/**
 * Loads and starts the checks of files when there is something to check: a template is open, and who
 * opened it is signed in.
 */
export class LazyFileChecks implements vscode.Disposable {
  readonly #disposables: { dispose(): void }[];
  readonly #start: ReturnType<typeof setTimeout>;
  #checks: Promise<Disposable> | undefined;
  #isConsidering = false;
  #isDisposed = false;

  constructor(private readonly parts: WhenNeededParts) {
    this.#disposables = [
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (this.#checks === undefined && kindOf(document) !== undefined) {
          void this.#consider();
        }
      }),
      parts.account.onDidChange(() => void this.#consider()),
      parts.onDidChangeIsOn(() => {
        this.#stopIfOff();
        void this.#consider();
      }),
    ];
    this.#start = setTimeout(() => void this.#consider(), afterStart);
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#start);
    this.#stop();
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  async #consider(): Promise<void> {
    const { account, isOn, ensureRead, log } = this.parts;
    const isNeeded = (): boolean =>
      !this.#isDisposed &&
      this.#checks === undefined &&
      isOn() &&
      vscode.workspace.textDocuments.some((document) => kindOf(document) !== undefined);
    if (this.#isConsidering || !isNeeded()) {
      return;
    }
    this.#isConsidering = true;
    try {
      if ((await account.signInState()).state === "signedIn" && isNeeded()) {
        this.#checks = this.#load();
        await this.#checks;
        await ensureRead();
      }
    } catch (error) {
      // As with a cloud that cannot be used: the view says so when it is opened.
      log.trace(String(error));
    } finally {
      this.#isConsidering = false;
    }
  }

  async #load(): Promise<Disposable> {
    const { FileChecks } = await import("./fileChecks");
    return new FileChecks(this.parts);
  }

  #stopIfOff(): void {
    if (!this.parts.isOn()) {
      this.#stop();
    }
  }

  #stop(): void {
    const checks = this.#checks;
    this.#checks = undefined;
    void checks?.then((loaded) => {
      loaded.dispose();
    });
  }
}
