package io.ocs.server.config;

import io.ocs.core.FinalUnit;
import io.ocs.core.FinalUnitAction;
import io.ocs.core.RedirectServer;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.charging.LifeCyclePolicy.Stage;
import io.ocs.core.state.LifeCycle;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys {@code life-cycle.*}: what each state of a subscriber answers, how long it lasts and what follows. */
final class LifeCycleSettings {

    private LifeCycleSettings() {}

    static LifeCyclePolicy of(Settings settings) {
        Map<LifeCycle, Stage> stages = new EnumMap<>(LifeCycle.class);
        ConfigKeys.LIFE_CYCLE.forEach((state, keys) -> stages.put(state, stage(settings, keys)));
        FinalUnit redirect = settings.find(ConfigKeys.LIFE_CYCLE_REDIRECT_TO)
                .map(LifeCycleSettings::redirect)
                .orElse(FinalUnit.TERMINATE);
        try {
            return new LifeCyclePolicy(stages, redirect);
        } catch (IllegalArgumentException e) {
            throw ConfigException.at("life-cycle", e.getMessage() + ": see life-cycle in config/ocs.yaml");
        }
    }

    private static FinalUnit redirect(RedirectServer server) {
        return new FinalUnit(FinalUnitAction.REDIRECT, server, List.of(), List.of());
    }

    private static Stage stage(Settings settings, ConfigKeys.StageKeys keys) {
        Optional<Duration> lasts = settings.find(keys.lasts());
        Optional<LifeCycle> then = settings.find(keys.then());
        if (lasts.isPresent() != then.isPresent()) {
            ConfigKey<?> given = lasts.isPresent() ? keys.lasts() : keys.then();
            ConfigKey<?> missing = lasts.isPresent() ? keys.then() : keys.lasts();
            throw ConfigException.at(
                    settings.source(given),
                    given.name() + ": wants " + missing.name() + " beside it, or neither of them");
        }
        return new Stage(
                settings.get(keys.answer()),
                lasts.map(Duration::toMillis).orElse(LifeCyclePolicy.FOR_EVER),
                then.orElse(null));
    }
}
