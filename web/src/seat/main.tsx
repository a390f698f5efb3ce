import "../design/base.css";
import { render } from "preact";
import { Seat } from "./seat";

const place = document.getElementById("page");
if (place !== null) render(<Seat />, place);
