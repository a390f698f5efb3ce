import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { SignIn } from "../design/sign-in/sign-in";
import { language } from "../language/chosen";
import { type Person, whoIsSignedIn } from "../wire/session";
import { useNewDraft } from "./draft/draft";
import { Frame } from "./frame/frame";
import { useHotkeys } from "./frame/hotkeys";
import { place } from "./frame/place";
import { SessionContext } from "./frame/session";
import { text } from "./frame/text";
import { useTop } from "./frame/use-top";
import { type Page, pages } from "./pages";

/** What stands before the pages: undefined until it is known whether anybody is signed in. */
export function Console() {
  const person = useSignal<Person | null | undefined>(undefined);
  const say = text[language.value];

  useEffect(() => {
    whoIsSignedIn().then(
      (known) => {
        person.value = known;
      },
      () => {
        // The form says what is wrong when it is used.
        person.value = null;
      },
    );
  }, [person]);

  if (person.value === undefined) return null;
  if (person.value === null) {
    return (
      <SignIn
        title={say.title}
        onSignedIn={(signedIn) => {
          person.value = signedIn;
        }}
      />
    );
  }
  return (
    <SignedIn
      person={person.value}
      onSignedOut={() => {
        person.value = null;
      }}
    />
  );
}

function SignedIn({ person, onSignedOut }: { person: Person; onSignedOut(): void }) {
  const say = text[language.value];
  const may = (permission: string) => person.permissions.includes(permission);
  const draft = useNewDraft(may("edit_content"), onSignedOut);
  const open = pages.filter(({ permission }) => may(permission));
  const page = chosen(open);
  useHotkeys(open);
  useTop(page?.path);

  useEffect(() => {
    document.title = page === undefined ? say.name : `${page.title[language.value]} · ${say.name}`;
  }, [page, say, language.value]);

  return (
    <SessionContext.Provider value={{ person, draft, signedOut: onSignedOut }}>
      <Frame pages={open} page={page}>
        {page === undefined ? (
          <p class="not-yours">{say.notYours}</p>
        ) : (
          <page.component key={page.path} place={place.value} />
        )}
      </Frame>
    </SessionContext.Provider>
  );
}

/** An address that leads nowhere leads to the first page. */
function chosen(open: readonly Page[]): Page | undefined {
  return open.find(({ path }) => path === place.value.page) ?? open.find(({ aside }) => aside !== true);
}
