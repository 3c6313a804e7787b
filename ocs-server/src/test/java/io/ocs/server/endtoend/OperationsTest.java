package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.command.SessionView;
import io.ocs.server.audit.AuditVerifier;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an operator turns over JMX on a server that charges. */
@ExtendWith(SharedDatabase.class)
class OperationsTest {
    private static final String HOST = "smf.example.com";
    private static final long NUMBER = 491700950000L;

    @TempDir
    Path data;

    private final MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
    private ObjectName name;

    private Object ask(String operation, String... arguments) throws Exception {
        String[] types = new String[arguments.length];
        Arrays.fill(types, String.class.getName());
        return jmx.invoke(name, operation, arguments, types);
    }

    @Test
    void operationsWorkAndAreAudited(SharedDatabase.Server database) throws Exception {
        long seed = Seeds.seed();
        System.out.println("OperationsTest: seed " + seed);
        try (ServerUnderTest server =
                        ServerUnderTest.start(data, "database.url=" + database.newDatabase(), "shards=1");
                GyConnection gy = server.connect(HOST);
                AdminConnection admin = new AdminConnection(server.http())) {
            name = new ObjectName(
                    "io.ocs:type=Operations,node=ocs1,http=" + server.http().getPort());
            String number = server.createPrepaid("10.00EUR", NUMBER, 1).get(0);
            DataSession session = new DataSession(HOST, number, new SplittableRandom(seed));
            session.sendNext(gy, false);
            session.onAnswer(gy.receive());

            assertThat((TabularData) ask("snapshot")).isNotNull().satisfies(positions -> assertThat(positions.size())
                    .isEqualTo(1));
            ask("flushRecords");
            assertLogLevels();
            SessionView open = server.sessions().get(0);
            assertThat((String) ask("abortSession", open.sessionId())).startsWith("done");
            assertThat((String) ask("abortSession", open.sessionId())).startsWith("unknown-session");
            assertThat(server.sessions()).isEmpty();

            assertThat(admin.get("/health/ready")).contains("200 OK");
            ask("drain");
            assertThat(jmx.getAttribute(name, "Draining")).isEqualTo(true);
            assertThat(admin.get("/health/ready")).contains("503").contains("draining");
            byte[] initial = GyRequest.data(
                    HOST, HOST + ";late;1", GyRequest.INITIAL, 0, number, GyRequest.service(10, 1_000, -1));
            gy.send(GyRequest.creditControl(initial, false, gy.nextIdentifier(), gy.nextIdentifier()));
            assertThat(gy.receive().resultCode()).isEqualTo(3004);
        }
        assertThat(jmx.isRegistered(name)).isFalse();
        assertNoted("snapshot", "flushRecords", "setLogLevel DEBUG", "abortSession", "abortSession", "drain");
    }

    private void assertLogLevels() throws Exception {
        String logger = "io.ocs.operations.test";
        String before = (String) ask("logLevel", logger);
        assertThat(ask("setLogLevel", logger, "debug")).isEqualTo(before);
        assertThat(ask("logLevel", logger)).isEqualTo("DEBUG");
        assertThatThrownBy(() -> ask("setLogLevel", logger, "loud"))
                .rootCause()
                .hasMessage("'loud' is no level: ERROR, WARN, INFO, DEBUG or TRACE is wanted");
    }

    private void assertNoted(String... operations) throws Exception {
        List<Map.Entry<String, String>> noted = new ArrayList<>();
        AuditVerifier verifier = new AuditVerifier(data.resolve("audit"), line -> {
            if (line.path("event").asText().equals("begin")) {
                noted.add(
                        Map.entry(line.path("who").asText(), line.path("route").asText()));
            }
        });
        assertThat(verifier.run(null).problems()).isEmpty();
        assertThat(noted)
                .containsExactlyElementsOf(Arrays.stream(operations)
                        .map(operation -> Map.entry("jmx", operation))
                        .toList());
    }
}
