package io.ocs.server.simulation;

import io.ocs.core.journal.RecordType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each kind of operation, fault and record has occurred. */
final class Coverage {

    final Map<Operation, Long> operations = new EnumMap<>(Operation.class);
    final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    final Map<RecordType, Long> records = new EnumMap<>(RecordType.class);
    final Map<Integer, Long> resultCodes = new TreeMap<>();
    long steps;
    long requests;

    void count(Operation operation) {
        operations.merge(operation, 1L, Long::sum);
    }

    void count(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void count(RecordType type) {
        records.merge(type, 1L, Long::sum);
    }

    void countResult(int code) {
        resultCodes.merge(code, 1L, Long::sum);
    }

    void add(Coverage other) {
        other.operations.forEach((key, count) -> operations.merge(key, count, Long::sum));
        other.faults.forEach((key, count) -> faults.merge(key, count, Long::sum));
        other.records.forEach((key, count) -> records.merge(key, count, Long::sum));
        other.resultCodes.forEach((key, count) -> resultCodes.merge(key, count, Long::sum));
        steps += other.steps;
        requests += other.requests;
    }

    /** What has never occurred. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            if (!operations.containsKey(operation)) {
                missing.add("operation " + operation);
            }
        }
        for (Fault fault : Fault.values()) {
            if (!faults.containsKey(fault)) {
                missing.add("fault " + fault);
            }
        }
        for (RecordType type : RecordType.values()) {
            if (!records.containsKey(type)) {
                missing.add("record " + type);
            }
        }
        return missing;
    }

    String text() {
        return steps + " steps, " + requests + " requests\n  operations " + operations + "\n  faults " + faults
                + "\n  records " + records + "\n  result codes " + resultCodes;
    }
}
