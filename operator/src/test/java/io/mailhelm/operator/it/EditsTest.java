package io.mailhelm.operator.it;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.dsl.EditReplacePatchable;

/** No test fails because the operator was faster than its edit. */
@AnalyzeClasses(packages = "io.mailhelm.operator.it")
class EditsTest {
  /** The played node comes back at its next tick; nobody but its test writes a node. */
  @ArchTest
  static final ArchRule whatIsEditedIsReadAgainWhereSomebodyElseWasFaster =
      noClasses()
          .that()
          .doNotBelongToAnyOf(
              Edits.class,
              PlayedClaims.class,
              PlayedPod.class,
              PlayedStatefulSet.class,
              NodeAddressesIT.class)
          .should()
          .callMethodWhere(
              target(nameMatching("edit|editStatus"))
                  .and(target(owner(assignableTo(EditReplacePatchable.class)))));
}
