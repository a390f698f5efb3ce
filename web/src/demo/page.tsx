import "./page.css";
import { language } from "../language/chosen";
import { Banner } from "./banner/banner";
import { Chooser } from "./chooser/chooser";
import { Counter } from "./counter/counter";
import { Failure } from "./failure/failure";
import { Orders } from "./orders/orders";
import { Questions } from "./questions/questions";
import { Shelves } from "./shelves/shelves";
import { fault } from "./store";
import { Strip } from "./strip/strip";
import { text } from "./text";
import { Top } from "./top/top";

/** A small shop with the widget in it, and the way behind its counter. */
export function Page() {
  return (
    <div class="demo">
      <Strip />
      <Top />
      <main>
        <Banner />
        <Failure />
        {fault.value !== "elsewhere" && (
          <div class="try">
            <div class="card say">
              <Chooser />
              <Questions />
            </div>
            <Orders />
          </div>
        )}
        <Counter />
        {fault.value !== "elsewhere" && <Shelves />}
      </main>
      <footer>{text[language.value].footer}</footer>
    </div>
  );
}
