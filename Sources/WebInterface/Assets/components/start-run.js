import { post } from "../api.js";
import { expectRun } from "../live-feed.js";
import { navigate, pageURL } from "../state.js";
import { toast } from "./toast.js";

/** Starts a pipeline run and goes to where its progress shows: on top of the list, once it has begun. */
export async function startRun() {
    try {
        const { run_id: id } = await post("/v1/runs", { selection: "all" });
        expectRun();
        toast("Pipeline run started");
        navigate(pageURL("runs"));
        return id;
    } catch (error) {
        toast(`The run did not start. ${error.message}`, "bad");
        return null;
    }
}
