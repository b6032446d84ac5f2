package io.mailhelm.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A thread that must live as long as the process is started by {@code VitalThread}. Whoever starts
 * one otherwise is listed here, with why the process can do without it.
 */
@AnalyzeClasses(
    packages = "io.mailhelm",
    importOptions = {ImportOption.DoNotIncludeTests.class, NoTestJars.class})
class ThreadsTest {
  private static final Set<String> OTHERWISE =
      Set.of(
          // the one place
          "io.mailhelm.smtp.threads.VitalThread",
          // they start what it made
          "io.mailhelm.smtp.listen.Watchdog",
          "io.mailhelm.smtp.store.sqlite.Writer",
          // a connection, an attempt, a look, a request each
          "io.mailhelm.smtp.listen.Acceptor",
          "io.mailhelm.smtp.queue.Dispatcher",
          "io.mailhelm.smtp.api.ProbeServer",
          // the end of the process, and rehearsals
          "io.mailhelm.smtp.SmtpServer",
          "io.mailhelm.smtp.serve.ShutdownSignals",
          "io.mailhelm.smtp.pod.PodRehearsal",
          "io.mailhelm.cli.serve.ServeRun",
          // a moment at start, which is waited for
          "io.mailhelm.smtp.threads.SocketWaits",
          // a program of a moment
          "io.mailhelm.cli.ProbeCommand",
          // it has its listener say when it has ended
          "io.mailhelm.watch.RepeatedTask",
          // it says when it cannot
          "io.mailhelm.smtp.sign.RsaLibrary");

  private static final Set<String> STARTS = Set.of("start", "startVirtualThread");

  @ArchTest
  static void vitalThreadsAreStartedInOnePlace(JavaClasses classes) {
    var found =
        classes.stream()
            .filter(type -> type.getAccessesFromSelf().stream().anyMatch(ThreadsTest::starts))
            .map(ThreadsTest::outermost)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found).containsExactlyInAnyOrderElementsOf(OTHERWISE);
  }

  /** Requests to the APIs do not wait for the carriers that senders of mail keep busy. */
  @ArchTest
  static void apisAreServedOnPlatformThreads(JavaClasses classes) {
    var apis =
        classes.that(
            JavaClass.Predicates.resideInAPackage("io.mailhelm.smtp.api..")
                .and(
                    JavaClass.Predicates.simpleName("LookupLimits")
                        .negate())); // asks the DNS, and waits
    assertThat(apis)
        .allSatisfy(
            type ->
                assertThat(type.getDirectDependenciesFromSelf())
                    .noneMatch(on -> on.getTargetClass().getName().endsWith("RunOnVirtualThread")))
        .allSatisfy(
            type ->
                assertThat(type.getAccessesFromSelf())
                    .noneMatch(access -> access.getName().contains("Virtual")));
  }

  private static boolean starts(JavaAccess<?> access) {
    var owner = access.getTargetOwner().getName();
    return owner.startsWith("java.lang.Thread") && STARTS.contains(access.getName());
  }

  private static String outermost(JavaClass type) {
    var name = type.getName();
    var inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }
}
