package io.ocs.server.metrics;

import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * Octets allocated on the heap by all threads since the start. From JDK 21 on the virtual machine counts them, ended threads included.
 * Before, it is the sum over the living threads plus what ended ones had when they were last seen here, so a thread that lives between
 * two calls only is missed. Never falls. Safe on any thread.
 */
final class AllocatedBytes {
    private final ThreadMXBean threads;
    private final MethodHandle totalOfVirtualMachine;
    private final Map<Long, Long> lastSeen = new HashMap<>();
    private long endedTotal;

    private AllocatedBytes(ThreadMXBean threads, MethodHandle totalOfVirtualMachine) {
        this.threads = threads;
        this.totalOfVirtualMachine = totalOfVirtualMachine;
    }

    static AllocatedBytes ofThisProcess() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return new AllocatedBytes(threads, totalOfVirtualMachine());
    }

    /** The way of JDK 17, for its test on later ones. */
    static AllocatedBytes bySumOverThreads() {
        return new AllocatedBytes((ThreadMXBean) ManagementFactory.getThreadMXBean(), null);
    }

    private static MethodHandle totalOfVirtualMachine() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(ThreadMXBean.class, "getTotalThreadAllocatedBytes", MethodType.methodType(long.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null; // before JDK 21
        }
    }

    long total() {
        return totalOfVirtualMachine == null ? sumOverThreads() : askVirtualMachine();
    }

    private long askVirtualMachine() {
        try {
            return (long) totalOfVirtualMachine.invokeExact(threads);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("getTotalThreadAllocatedBytes declares no exception", e);
        }
    }

    private synchronized long sumOverThreads() {
        long[] ids = threads.getAllThreadIds();
        long[] allocated = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> alive = new HashMap<>();
        long sum = 0;
        for (int index = 0; index < ids.length; index++) {
            if (allocated[index] >= 0) {
                alive.put(ids[index], allocated[index]);
                sum += allocated[index];
            }
        }
        lastSeen.keySet().removeAll(alive.keySet());
        endedTotal += lastSeen.values().stream().mapToLong(Long::longValue).sum();
        lastSeen.clear();
        lastSeen.putAll(alive);
        return endedTotal + sum;
    }
}
