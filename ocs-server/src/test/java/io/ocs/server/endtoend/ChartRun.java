package io.ocs.server.endtoend;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.state.LifeCycle;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Plays a chart against a server over sockets, and stops at the first difference. */
final class ChartRun implements AutoCloseable {
    private static final int PATIENCE_S = 30;

    private final Chart chart;
    private final ServerUnderTest server;
    private final Map<String, Client> clients = new HashMap<>();
    private String subscriber = "";
    private CompletableFuture<HttpResponse<String>> asked;

    /** A network element with its connection, and what its lines have in common until one says otherwise. */
    private final class Client {
        final GyConnection connection;
        final String host;
        final Map<Integer, Integer> endToEndByHopByHop = new HashMap<>();
        final Map<String, Integer> endToEndByRequest = new HashMap<>();
        String origin;
        String session = "1";
        String context = "data";
        DiameterMessage request;

        Client(String name) throws IOException {
            host = name + ".example.com";
            origin = host;
            connection = server.connect(host);
        }

        String sessionId() {
            return origin + ";" + chart.name() + ";" + session;
        }
    }

    ChartRun(Chart chart, ServerUnderTest server) {
        this.chart = chart;
        this.server = server;
    }

    /** Plays it. @throws AssertionError with the chart as far as it went, and what is different in its last line */
    void play() throws Exception {
        StringBuilder played = new StringBuilder("\n").append(chart.name()).append('\n');
        for (int i = 0; i < chart.steps().size(); i++) {
            Chart.Step step = chart.steps().get(i);
            Optional<String> difference;
            try {
                difference = play(step);
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError(played + "✗ " + step.text() + "\n      " + e, e);
            }
            if (difference.isPresent()) {
                throw new AssertionError(played + "✗ " + step.text() + "\n      " + difference.get() + rest(i + 1));
            }
            played.append("  ").append(step.text()).append('\n');
        }
    }

    private String rest(int from) {
        StringBuilder rest = new StringBuilder();
        chart.steps().subList(from, chart.steps().size()).forEach(step -> rest.append("\n· ")
                .append(step.text()));
        return rest.toString();
    }

    private Optional<String> play(Chart.Step step) throws Exception {
        switch (step.kind()) {
            case COMMENT -> {}
            case GIVEN -> given(step.words());
            case SEND -> send(client(step.who()), step.words());
            case RECEIVE -> {
                return receive(client(step.who()), step.words());
            }
            case CARE -> {
                return care(step.words());
            }
            case ACCOUNT -> {
                return account(step.words());
            }
            case CLOSE -> clients.remove(step.words().word(0)).connection.close();
        }
        return Optional.empty();
    }

    private Client client(String name) throws IOException {
        Client client = clients.get(name);
        if (client == null) {
            client = new Client(name);
            clients.put(name, client);
        }
        return client;
    }

    private void given(ChartWords words) {
        subscriber = words.word(0);
        server.create(words.require("offer"), words.require("balance"), SubscriptionId.e164(subscriber));
    }

    private void send(Client client, ChartWords words) throws IOException {
        words.value("session").ifPresent(session -> client.session = session);
        words.value("context").ifPresent(context -> client.context = context);
        words.value("origin").ifPresent(origin -> client.origin = origin);
        words.value("who").ifPresent(who -> subscriber = who);
        if (words.word(0).startsWith("CCR-")) {
            request(client, words);
        } else {
            int code = Integer.parseInt(words.word(1));
            client.connection.send(ChartMessages.answer(client.request, client.origin, code));
        }
    }

    private void request(Client client, ChartWords words) throws IOException {
        byte[] body = ChartMessages.creditControl(
                words, new ChartMessages.Sender(client.origin, client.sessionId(), subscriber, client.context));
        boolean again = words.has("again");
        String key = client.sessionId() + " " + words.word(0) + " " + words.word(1);
        int endToEnd = again ? client.endToEndByRequest.get(key) : client.connection.nextIdentifier();
        int hopByHop = client.connection.nextIdentifier();
        client.endToEndByRequest.put(key, endToEnd);
        client.endToEndByHopByHop.put(hopByHop, endToEnd);
        client.connection.send(GyRequest.creditControl(body, again, hopByHop, endToEnd));
    }

    private Optional<String> receive(Client client, ChartWords wanted) throws IOException {
        DiameterMessage message = client.connection.receive();
        ChartWords actual = ChartMessages.words(message);
        if (message.isRequest()) {
            client.request = message;
            Optional<String> wrong = addressed(client, message);
            if (wrong.isPresent()) {
                return wrong;
            }
        } else {
            Integer endToEnd = client.endToEndByHopByHop.remove(message.hopByHop());
            if (endToEnd == null || endToEnd != message.endToEnd()) {
                return Optional.of("an answer to nothing that was asked: " + actual);
            }
        }
        return wanted.difference(actual).map(difference -> difference + "\n      got: " + actual);
    }

    /** Whether a request of the server's is for this client and its session, of application 4, and may pass agents (RFC 6733 §8.3.1, §8.5.1). */
    private static Optional<String> addressed(Client client, DiameterMessage message) {
        boolean right = message.text(263).equals(client.sessionId())
                && message.text(293).equals(client.origin)
                && message.text(283).equals(GyRequest.REALM)
                && message.number(258) == 4
                && message.isProxiable();
        return right ? Optional.empty() : Optional.of("a request for another session or client: " + message.text(263));
    }

    private Optional<String> care(ChartWords words) throws Exception {
        switch (words.word(0)) {
            case "top-up" ->
                server.execute(
                        new AccountCommand.TopUp(SubscriptionId.e164(words.word(1)), Money.parse(words.word(2))));
            case "suspend" ->
                server.execute(new AccountCommand.ChangeState(SubscriptionId.e164(words.word(1)), LifeCycle.SUSPENDED));
            case "resume" ->
                server.execute(new AccountCommand.ChangeState(SubscriptionId.e164(words.word(1)), LifeCycle.ACTIVE));
            case "aborts" -> ask("DELETE", clients.get(words.word(1)), "");
            case "reauthorizes" -> ask("POST", clients.get(words.word(1)), "/reauthorization");
            case "is-told" -> {
                int status = asked.get(PATIENCE_S, TimeUnit.SECONDS).statusCode();
                return status == Integer.parseInt(words.word(1))
                        ? Optional.empty()
                        : Optional.of("is told " + status + ": " + asked.get().body());
            }
            default -> throw new IllegalArgumentException("nobody can " + words.word(0));
        }
        return Optional.empty();
    }

    /** Asks the HTTP interface, which answers when the client has. */
    private void ask(String method, Client client, String what) {
        String id = URLEncoder.encode(client.sessionId(), StandardCharsets.UTF_8);
        URI uri = URI.create("http://127.0.0.1:" + server.http().getPort() + "/admin/v1/sessions/" + id + what);
        asked = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(uri)
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private Optional<String> account(ChartWords words) {
        SubscriberView view = server.subscriber(words.word(0));
        long balance = view.buckets().stream()
                .filter(bucket -> bucket.id() == 0)
                .mapToLong(SubscriberView.Bucket::balance)
                .sum();
        String actual = Money.text(balance) + view.currency();
        long reserved = ServerUnderTest.reservedMicros(view);
        if (reserved != 0) {
            actual += " reserved " + Money.text(reserved) + view.currency();
        }
        actual += view.openSessions() == 0 ? "" : " sessions " + view.openSessions();
        List<String> wanted = words.words().subList(2, words.words().size());
        return actual.equals(String.join(" ", wanted)) ? Optional.empty() : Optional.of("got: " + actual);
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients.values()) {
            client.connection.close();
        }
    }
}
