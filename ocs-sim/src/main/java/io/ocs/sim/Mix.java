package io.ocs.sim;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How often each scenario is played, relative to the others.
 *
 * @param weights a positive weight for each scenario that is played
 */
public record Mix(Map<Scenario, Integer> weights) {
    private static final int WEIGHT_MAX = 1_000_000;

    public Mix {
        if (weights.isEmpty() || weights.values().stream().anyMatch(weight -> weight < 1 || weight > WEIGHT_MAX)) {
            throw new IllegalArgumentException("mix: weights from 1 to " + WEIGHT_MAX + ", at least one: " + weights);
        }
        weights = new EnumMap<>(weights);
    }

    public static Mix only(Scenario scenario) {
        return new Mix(Map.of(scenario, 1));
    }

    /**
     * Reads {@code data=6,voice=2,sms=1,event=1}.
     *
     * @throws IllegalArgumentException naming the part that cannot be read
     */
    public static Mix parse(String text) {
        Map<Scenario, Integer> weights = new EnumMap<>(Scenario.class);
        for (String part : text.split(",", -1)) {
            String[] pair = part.strip().split("=", -1);
            if (pair.length != 2 || !pair[1].matches("[0-9]{1,7}")) {
                throw new IllegalArgumentException("mix: '" + part + "' is not of the form data=6");
            }
            weights.put(scenario(pair[0]), Integer.parseInt(pair[1]));
        }
        return new Mix(weights);
    }

    private static Scenario scenario(String name) {
        try {
            return Scenario.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("mix: '" + name + "' is none of data, voice, sms, event", e);
        }
    }

    /** Draws one scenario. */
    Scenario pick(SplittableRandom random) {
        int total = weights.values().stream().mapToInt(Integer::intValue).sum();
        int drawn = random.nextInt(total);
        for (Map.Entry<Scenario, Integer> entry : weights.entrySet()) {
            drawn -= entry.getValue();
            if (drawn < 0) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException("drew " + drawn + " of " + total);
    }
}
