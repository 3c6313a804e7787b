package io.ocs.server.flow;

import io.ocs.rating.catalog.TariffCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Catalogues of tests, written as product managers write them. */
final class FlowCatalog {

    private static final String OFFERS =
            """
            offers:
              - name: plain
                currency: EUR
                prices:
                  - name: data
                    match: {service: data, rating-groups: [1, 2, 3, none]}
                    amount: 0.001
                    per: 1000
                    step: 1000
                    quota: {default: 10000, maximum: 1000000}
                  - name: calls
                    match: {service: voice}
                    amount: 0.1
                    per: 60s
                    step: 1s
                    quota: {default: 60s, maximum: 1h}
                  - name: message
                    match: {service: sms}
                    amount: 0.1
              - name: minutes
                currency: EUR
                prices:
                  - name: calls
                    match: {service: voice}
                    amount: 10
                    per: 60s
                    step: 60s
                    quota: {default: 60s, maximum: 1h}
              - name: by-second
                currency: EUR
                allowances:
                  - {name: minutes-abroad, unit: seconds, amount: 40s, priority: 5, validity: 30d, step: 20s, pays-for: [abroad]}
                prices:
                  - name: abroad
                    match: {service: voice}
                    set-up: 0.01
                    amount: 1
                    per: 1s
                    step: 20s
              - name: messages
                currency: EUR
                allowances:
                  - {name: free-sms, unit: events, amount: 5, priority: 5, validity: 30d, pays-for: [message]}
                prices:
                  - name: message
                    match: {service: sms}
                    amount: 0.1
              - name: credit
                currency: EUR
                credit-limit: 1.00
                prices:
                  - name: data
                    match: {service: data}
                    amount: 0.001
                    per: 1000
                    step: 1000
              - name: nights
                currency: EUR
                time-zone: Europe/Berlin
                prices:
                  - name: calls
                    match: {service: voice}
                    per: 1s
                    step: 1s
                    bands:
                      - {name: day, from: 08:00, to: 18:00, amount: 1}
                      - {name: night, amount: 0.5}
              - name: shifts
                currency: EUR
                time-zone: Europe/Berlin
                allowances:
                  - {name: shift-data, unit: octets, amount: 5000, priority: 5, validity: 30d, step: 10, pays-for: [data]}
                prices:
                  - name: data
                    match: {service: data}
                    set-up: 0.001
                    per: 1000
                    step: 100
                    quota: {default: 1000, maximum: 4000}
                    bands:
                      - {name: noon, from: 12:00, to: 13:15, amount: 0.02}
                      - {name: late, from: 13:15, to: 13:30, amount: 0.01, step: 70}
                      - {name: other, amount: 0.005}
            """;

    private FlowCatalog() {}

    static TariffCatalog offers() {
        return of(OFFERS);
    }

    static TariffCatalog of(String yaml) {
        try {
            Path directory = Files.createTempDirectory("catalog");
            Path file = Files.writeString(directory.resolve("offers.yaml"), yaml);
            try {
                return TariffCatalog.load(directory);
            } finally {
                Files.delete(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
