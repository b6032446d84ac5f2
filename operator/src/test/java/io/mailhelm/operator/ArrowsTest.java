package io.mailhelm.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of ARCHITECTURE.md that begin in the operator and in keys. */
@AnalyzeClasses(packages = "io.mailhelm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
  private static final String OURS = "io.mailhelm..";

  @ArchTest
  static final ArchRule operatorSeesNoMailServer =
      mayUse(
          "io.mailhelm.operator..",
          "io.mailhelm.compiler..",
          "io.mailhelm.config..",
          "io.mailhelm.crds..",
          "io.mailhelm.dns..",
          "io.mailhelm.keys..",
          "io.mailhelm.watch..");

  @ArchTest
  static final ArchRule keysSeeWhatTheyAreFor =
      mayUse("io.mailhelm.keys..", "io.mailhelm.compiler..", "io.mailhelm.config..");

  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching("io.mailhelm.operator.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .that()
          .resideInAPackage("io.mailhelm.operator..")
          .should()
          .haveNameMatching("(?i).*(util|utils|common|helper|helpers|manager|impl|base)(\\$.*)?");

  private static ArchRule mayUse(String from, String... to) {
    return classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage(OURS)).or(resideInAPackage(from)).or(resideInAnyPackage(to)));
  }
}
