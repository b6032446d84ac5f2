package io.mailhelm.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of ARCHITECTURE.md. */
@AnalyzeClasses(
    packages = "io.mailhelm",
    importOptions = {ImportOption.DoNotIncludeTests.class, NoTestJars.class})
class ArrowsTest {
  private static final String OURS = "io.mailhelm..";

  @ArchTest static final ArchRule crdsDependOnNothingOfOurs = mayUse("io.mailhelm.crds..");

  @ArchTest static final ArchRule configDependsOnNothingOfOurs = mayUse("io.mailhelm.config..");

  @ArchTest
  static final ArchRule compilerSeesCrdsAndConfig =
      mayUse("io.mailhelm.compiler..", "io.mailhelm.crds..", "io.mailhelm.config..");

  @ArchTest
  static final ArchRule dnsSeesConfig = mayUse("io.mailhelm.dns..", "io.mailhelm.config..");

  @ArchTest
  static final ArchRule watchSeesWhatItWatches =
      mayUse(
          "io.mailhelm.watch..",
          "io.mailhelm.compiler..",
          "io.mailhelm.config..",
          "io.mailhelm.dns..",
          "io.mailhelm.keys..");

  @ArchTest
  static final ArchRule watchKnowsNoClusterFolderOrLog =
      noClasses()
          .that()
          .resideInAPackage("io.mailhelm.watch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8..",
              "io.javaoperatorsdk..",
              "io.quarkus..",
              "java.nio.file..",
              "java.util.logging..",
              "org.jboss.logging..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule serverSeesConfigAndDns =
      mayUse("io.mailhelm.smtp..", "io.mailhelm.config..", "io.mailhelm.dns..");

  @ArchTest
  static final ArchRule lintSeesMessagesOnly =
      mayUse(
          "io.mailhelm.smtp.lint..",
          "io.mailhelm.config..",
          "io.mailhelm.smtp.header..",
          "io.mailhelm.smtp.mime..");

  @ArchTest
  static final ArchRule onlyDnsKnowsItsLibrary =
      noClasses()
          .that(resideInAPackage(OURS).and(not(resideInAPackage("io.mailhelm.dns.."))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.xbill..");

  @ArchTest
  static final ArchRule onlyThePluginKnowsAClusterOnTheTerminal =
      noClasses()
          .that(
              resideInAPackage("io.mailhelm.cli..")
                  .and(not(resideInAPackage("io.mailhelm.cli.cluster.."))))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.kubernetes..");

  /** They run in the image of the server, beside it, with the jars that are there. */
  @ArchTest
  static final ArchRule commandsOfAPodLoadLittle =
      noClasses()
          .that()
          .resideInAPackage("io.mailhelm.cli.pod..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(OURS)
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.mailhelm.cli.pod..",
                              "io.mailhelm.cli.commands..",
                              "io.mailhelm.cli.remote..")))
                  .or(resideInAnyPackage("io.quarkus..", "io.vertx..")));

  @ArchTest
  static final ArchRule serverNeverSeesKubernetes =
      noClasses()
          .that()
          .resideInAPackage("io.mailhelm.smtp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.kubernetes..");

  @ArchTest
  static final ArchRule compilerAndProtocolTouchNoFileSocketClockOrLogger =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.mailhelm.compiler..",
              "io.mailhelm.smtp.protocol..",
              "io.mailhelm.config..",
              "io.mailhelm.dns.expect..",
              "io.mailhelm.dns.inspect..",
              "io.mailhelm.dns.blocklist..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.nio.file..",
                      "java.nio.channels..",
                      "java.util.logging..",
                      "org.jboss.logging..",
                      "org.slf4j..")
                  .or(named("java.net.Socket"))
                  .or(named("java.io.File"))
                  .or(named("java.io.FileInputStream"))
                  .or(named("java.time.Clock")));

  @ArchTest
  static final ArchRule onlyApiKnowsHttp =
      noClasses()
          .that(
              resideInAPackage("io.mailhelm.smtp..")
                  .and(not(resideInAPackage("io.mailhelm.smtp.api.."))))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta.ws.rs..", "io.vertx..", "io.quarkus..", "com.sun.net.httpserver..");

  @ArchTest
  static final ArchRule onlyObserveKnowsMetrics =
      noClasses()
          .that(
              resideInAPackage("io.mailhelm..")
                  .and(not(resideInAPackage("io.mailhelm.smtp.observe.."))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  /** What decides where a message goes is one floor below those who take it and who send it. */
  @ArchTest
  static final ArchRule receivingAndSendingMeetBelow =
      noClasses()
          .that()
          .resideInAnyPackage("io.mailhelm.smtp.receive..", "io.mailhelm.smtp.deliver..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.mailhelm.smtp.queue..", "io.mailhelm.smtp.send..");

  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching("io.mailhelm.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .that()
          .resideInAPackage(OURS)
          .should()
          .haveNameMatching("(?i).*(util|utils|common|helper|helpers|manager|impl|base)(\\$.*)?")
          .orShould()
          .resideInAnyPackage(
              "..util..", "..common..", "..helper..", "..manager..", "..impl..", "..base..");

  private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> named(String name) {
    return com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(name).forSubtype();
  }

  private static ArchRule mayUse(String from, String... to) {
    return classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage(OURS)).or(resideInAPackage(from)).or(resideInAnyPackage(to)));
  }
}
