import "../design/base.css";
import { render } from "preact";
import { Console } from "./console";

const place = document.getElementById("page");
if (place !== null) render(<Console />, place);
