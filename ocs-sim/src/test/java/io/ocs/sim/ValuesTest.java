package io.ocs.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({"3,0,3000000", "5,-2,50000", "4657,-6,4657", "465700,-8,4657", "-12,-1,-1200000", "0,-19,0", "0,400,0"})
    void readsUnitValues(long digits, int exponent, long micros) {
        assertThat(Cost.ofUnitValue(digits, exponent, 978)).isEqualTo(new Cost(micros, 978));
    }

    @ParameterizedTest
    @CsvSource({"1,-7", "9223372036854775807,0", "1,2147483640", "15,-2147483648"})
    void refusesUnitValuesThatAreNoMicros(long digits, int exponent) {
        assertThatThrownBy(() -> Cost.ofUnitValue(digits, exponent, 978)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void numbersSubscribers() {
        assertThat(Subscriber.of(491_700_000_000L, 1)).isEqualTo(new Subscriber("491700000001", "001010000000001"));
        assertThat(Subscriber.of(491_700_000_000L, 99_999_999))
                .isEqualTo(new Subscriber("491799999999", "001010099999999"));
    }

    @Test
    void drawsByWeight() {
        Mix mix = Mix.parse("data=6, voice=2,sms=1,event=1");
        assertThat(mix.weights())
                .isEqualTo(Map.of(Scenario.DATA, 6, Scenario.VOICE, 2, Scenario.SMS, 1, Scenario.EVENT, 1));
        SplittableRandom random = new SplittableRandom(1);
        int data = 0;
        for (int i = 0; i < 10_000; i++) {
            data += mix.pick(random) == Scenario.DATA ? 1 : 0;
        }
        assertThat(data).isBetween(5_800, 6_200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data", "data=", "data=0", "data=-1", "fax=1", "data=1,,", "data=99999999"})
    void refusesOtherMixes(String text) {
        assertThatThrownBy(() -> Mix.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mix: ");
    }

    @Test
    void refusesOptionsByName() {
        SimulationOptions options = SimulationOptions.defaults();
        assertThatThrownBy(() -> options.withLoad(0, 1, null, 1)).hasMessageStartingWith("rate: ");
        assertThatThrownBy(() -> options.withLoad(1, 0, null, 1)).hasMessageStartingWith("sessions: ");
        assertThatThrownBy(() -> options.withLoad(1, 1, Duration.ZERO, 1)).hasMessageStartingWith("for: ");
        assertThatThrownBy(() -> options.withSubscribers(491_700_000_000L, 0)).hasMessageStartingWith("count: ");
        assertThatThrownBy(() -> options.withDestinations(List.of("+49"))).hasMessageStartingWith("destinations: ");
        assertThatThrownBy(() -> options.withRepeats(1_001)).hasMessageStartingWith("repeats: ");
        assertThatThrownBy(() -> NetworkElementOptions.of("127.0.0.1", 0, "sim.example.com"))
                .hasMessageStartingWith("port: ");
        assertThatThrownBy(() -> NetworkElementOptions.of("127.0.0.1", 1, "sim example"))
                .hasMessageStartingWith("origin-host: ");
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "60s,60000", "5m,300000", "2h,7200000"})
    void readsDurations(String text, long millis) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "s", "1d", "-5s", "1.5s", "9999999999s"})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
