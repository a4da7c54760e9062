// The page comes to life: everything it shows was written by the server, this only keeps it up to date.

import { act, place, toast } from "./act.js";
import * as clicks from "./clicks.js";
import * as composer from "./composer.js";
import * as external from "./external.js";
import { follow } from "./feed.js";
import { toEnd, watch } from "./lists.js";
import * as look from "./look.js";
import * as modals from "./modals.js";
import * as tour from "./tour.js";

for (const part of [look, modals, clicks, external, composer, tour]) part.listen();
const replies = document.getElementById("replies");
if (replies) toEnd(replies);
watch();
follow();
if (place === "home") act("home").then((came) => { if (came.trouble) toast(came.trouble); });
document.body.dataset.ready = "yes";
