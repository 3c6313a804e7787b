package io.ocs.bench;

import java.io.IOException;

/** What is done with each server once it is started, prepared and warm. */
interface Course {
    /** @param run from 1 on */
    void on(Contender contender, RunningServer server, int run) throws IOException, InterruptedException;

    /** What it has shown, when all servers have run. */
    Outcome outcome();
}
