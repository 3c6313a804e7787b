package io.ocs.server.simulation;

import java.util.List;

/** One step, to be told if it was one of the last. */
record Scene(
        int step, Operation operation, List<Integer> faulty, boolean broken, List<Sent> sent, List<Ordered> ordered) {

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("  step " + step + " " + operation);
        text.append(faulty.isEmpty() ? "" : ", faulty disks of shards " + faulty);
        text.append(broken ? ", broken" : "");
        sent.forEach(one -> text.append("\n    ").append(one));
        ordered.forEach(one -> text.append("\n    ").append(one));
        return text.toString();
    }
}
