import { language } from "../../language/chosen";
import { text } from "./text";

/** The shape of what is to come. */
export function Skeleton() {
  return (
    <div class="skeleton" role="status" aria-label={text[language.value].loading}>
      <div class="tiles">
        {[1, 2, 3, 4, 5, 6].map((tile) => (
          <div key={tile} class="tile bone" />
        ))}
      </div>
      <div class="charts">
        <div class="card wide bone" />
        <div class="card bone" />
        <div class="card wide bone" />
        <div class="card bone" />
      </div>
    </div>
  );
}
