import "../design/base.css";
import "../design/controls.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { language } from "../language/chosen";
import { Page } from "./page";
import { start } from "./store";
import { text } from "./text";
import { widget } from "./widget";

effect(() => {
  document.title = text[language.value].pageTitle;
  widget("setLanguage", language.value);
});

start();
const place = document.getElementById("page");
if (place !== null) render(<Page />, place);
