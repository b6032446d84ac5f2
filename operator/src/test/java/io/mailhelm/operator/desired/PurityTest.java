package io.mailhelm.operator.desired;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.Client;
import java.io.File;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

/** Values in, objects out. */
@AnalyzeClasses(
    packages = "io.mailhelm.operator.desired",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {
  @ArchTest
  static final ArchRule touchesNoClientClockFileSocketOrLogger =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.nio.file..",
                      "java.nio.channels..",
                      "java.util.logging..",
                      "java.util.concurrent..",
                      "org.jboss.logging..",
                      "org.slf4j..",
                      "io.javaoperatorsdk..",
                      "io.quarkus..")
                  .or(
                      belongToAnyOf(
                          Client.class,
                          File.class,
                          Socket.class,
                          Clock.class,
                          Instant.class,
                          Random.class,
                          SecureRandom.class)));

  @ArchTest
  static final ArchRule seesNothingElseOfTheOperator =
      classes()
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("io.mailhelm.."))
                  .or(
                      resideInAnyPackage(
                          "io.mailhelm.operator.desired..",
                          "io.mailhelm.crds..",
                          "io.mailhelm.config..",
                          "io.mailhelm.dns.expect..")));
}
