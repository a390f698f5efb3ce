import "../controls.css";
import "./sign-in.css";
import { useSignal } from "@preact/signals";
import { CircleAlert, Eye, EyeOff } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { language } from "../../language/chosen";
import { type Person, signIn } from "../../wire/session";
import icon from "../icon.svg?no-inline";
import { LanguageSwitch } from "../language-switch/language-switch";
import { type Failure, failure, wait } from "./failure";
import { text } from "./text";

export interface SignInProps {
  /** Of the page that lies behind. */
  title: string;
  onSignedIn(person: Person): void;
}

/** Before a page of the shop's people: who are you? */
export function SignIn({ title, onSignedIn }: SignInProps) {
  const say = text[language.value];
  const failed = useSignal<Failure | null>(null);
  const busy = useSignal(false);
  const shown = useSignal(false);
  const seconds = useSignal(0);
  const password = useRef<HTMLInputElement>(null);

  const waits = seconds.value > 0;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => seconds.value--, 1000);
    return () => clearInterval(timer);
  }, [waits]);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy.value || waits) return;
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    failed.value = null;
    try {
      onSignedIn(await signIn(String(fields.get("email")).trim(), String(fields.get("password"))));
    } catch (error) {
      failed.value = failure(error);
      seconds.value = wait(error);
      if (failed.value === "credentials") password.current?.select();
    } finally {
      busy.value = false;
    }
  }

  /** Attempts are counted by account: another one need not wait. */
  function startOver(): void {
    failed.value = null;
    seconds.value = 0;
  }

  const wrong = failed.value === "credentials";
  return (
    <main class="sign-in">
      <form onSubmit={submit}>
        <img src={icon} alt="" width={40} height={40} />
        <h1>{title}</h1>
        <label class="field">
          <span>{say.email}</span>
          <input
            name="email"
            type="email"
            autocomplete="username"
            required
            autofocus
            aria-invalid={wrong}
            onInput={startOver}
          />
        </label>
        <div class="field">
          <label htmlFor="sign-in-password">{say.password}</label>
          <div class="password">
            <input
              ref={password}
              id="sign-in-password"
              name="password"
              type={shown.value ? "text" : "password"}
              autocomplete="current-password"
              required
              aria-invalid={wrong}
            />
            <button
              type="button"
              aria-pressed={shown.value}
              aria-label={shown.value ? say.hide : say.show}
              onClick={() => {
                shown.value = !shown.value;
              }}
            >
              {shown.value ? <EyeOff size={18} /> : <Eye size={18} />}
            </button>
          </div>
        </div>
        <div role="alert" class="failure">
          {failed.value !== null && (
            <p>
              <CircleAlert size={16} aria-hidden="true" />
              {say.failure[failed.value]}
            </p>
          )}
        </div>
        <button type="submit" class="button primary" disabled={busy.value || waits}>
          {waits ? say.again(seconds.value) : busy.value ? say.signingIn : say.signIn}
        </button>
      </form>
      <LanguageSwitch />
    </main>
  );
}
