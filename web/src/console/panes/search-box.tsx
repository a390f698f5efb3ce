import "./search-box.css";
import { Search } from "lucide-preact";
import { useRef } from "preact/hooks";
import { Keys } from "../../design/key/key";
import { useKeys } from "./keys";

export interface SearchBoxProps {
  label: string;
  words: string;
  onWords(words: string): void;
}

/** Narrows a list down. `/` leads into it, Escape empties it. */
export function SearchBox({ label, words, onWords }: SearchBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useKeys({
    "/": () => box.current?.focus(),
  });
  return (
    <label class="search-box">
      <Search size={16} aria-hidden="true" />
      <input
        ref={box}
        type="search"
        aria-label={label}
        placeholder={label}
        value={words}
        onInput={({ currentTarget }) => onWords(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.isComposing) return;
          onWords("");
          box.current?.blur();
        }}
      />
      {words === "" && <Keys keys="/" />}
    </label>
  );
}
