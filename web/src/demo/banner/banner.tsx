import "./banner.css";
import { language } from "../../language/chosen";
import storefront from "../storefront.svg";
import { text } from "../text";

export function Banner() {
  const say = text[language.value].banner;
  return (
    <section class="banner">
      <div>
        <h1>{say.title}</h1>
        <ul>
          {say.promises.map((promise) => (
            <li key={promise}>{promise}</li>
          ))}
        </ul>
      </div>
      <img src={storefront} alt="" width={640} height={220} />
    </section>
  );
}
