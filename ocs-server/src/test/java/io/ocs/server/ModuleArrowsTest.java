package io.ocs.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrows between modules point down only: siblings never see each other, the core sees nobody, the server sees all. */
class ModuleArrowsTest {
    private static final List<String> ALL =
            List.of("core", "diameter", "rating", "balance", "cdr", "sim", "bench", "server");
    private static JavaClasses classes;

    @BeforeAll
    static void load() {
        // libraries are known by the names that our classes say; reading theirs too takes many seconds
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.ocs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "diameter", "rating", "balance", "cdr", "sim", "bench"})
    void seesOnlyTheCore(String module) {
        List<String> forbidden = new ArrayList<>(ALL);
        forbidden.remove(module);
        forbidden.remove("core");

        noClasses()
                .that()
                .resideInAPackage(packages(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        forbidden.stream().map(ModuleArrowsTest::packages).toArray(String[]::new))
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void onlyOneClassKnowsChronicle() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ocs.balance..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.openhft..")
                .check(classes);
    }

    @Test
    void theClassesAreThere() {
        assertThat(classes.containPackage("io.ocs.core")).isTrue();
        assertThat(classes.containPackage("io.ocs.server")).isTrue();
    }

    private static String packages(String module) {
        return "io.ocs." + module + "..";
    }
}
