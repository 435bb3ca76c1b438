package io.gpushopper.adapters.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.InstanceReading;
import io.gpushopper.domain.session.UsageSample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TakeReadingTest {
    private final TakeReading errand = new TakeReading();

    @Test
    void readsWhatMachinesOfTheFieldPrint() {
        assertThat(errand.isDone("""
            Welcome to vast.ai.
            gpushopper-load
            3.42 2.10 1.05 3/911 12345
            gpushopper-uptime
            7261.03 90000.00
            gpushopper-network
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
                lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0
              eth0:1000 2 0 0 0 0 0 0 500 2 0 0 0 0 0 0
              eth1: 10 2 0 0 0 0 0 0 5 2 0 0 0 0 0 0
            gpushopper-users
            root     pts/0        2026-11-24 10:02 (203.0.113.7)
            gpushopper-terminals
            0
            1
            ptmx
            gpushopper-disk
            Filesystem     1024-blocks     Used Available Capacity Mounted on
            overlay           52428800 10485760  41943040      20% /
            gpushopper-gpus
            NVIDIA H100 80GB HBM3, 81559, 40960, 97, 61
            NVIDIA H100 80GB HBM3, 81559, 0, [N/A], [N/A]
            gpushopper-end
            """)).isTrue();

        InstanceReading reading = errand.reading();
        assertThat(reading.load()).isEqualByComparingTo("3.42");
        assertThat(reading.uptime()).isEqualTo(Duration.ofSeconds(7_261));
        assertThat(reading.network()).isEqualTo(new InstanceReading.Network(1_010, 505));
        assertThat(reading.users()).isEqualTo(2);
        assertThat(reading.disk()).isEqualTo(new InstanceReading.Disk(52_428_800, 10_485_760));
        assertThat(reading.gpus())
                .containsExactly(
                        new InstanceReading.Gpu("NVIDIA H100 80GB HBM3", 81_559, 40_960, 97, 61),
                        new InstanceReading.Gpu("NVIDIA H100 80GB HBM3", 81_559, 0, null, null));
        assertThat(reading.busiestGpuPercent()).hasValue(97);
    }

    @Test
    void inventsNothingWhereTheMachineSaysNothing() {
        assertThat(errand.isDone("gpushopper-load\n"
                        + "gpushopper-disk\n"
                        + "nonsense\n"
                        + "gpushopper-gpus\n"
                        + "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n"
                        + "gpushopper-end"))
                .isTrue();

        assertThat(errand.reading())
                .isEqualTo(new InstanceReading(List.of(), null, 0, null, null, null, InstanceReading.Activity.UNTOLD));
        assertThat(errand.reading().busiestGpuPercent()).isEmpty();
    }

    @Test
    void readsWhatShowsUseWithItsOwnPartApart() {
        assertThat(errand.isDone("""
            gpushopper-before-uptime
            7261.03 90000.00
            gpushopper-before-group
            usage_usec 5000000
            user_usec 4000000
            gpushopper-before-oldgroup
            gpushopper-before-processors
            cpu  900000 0 900000 1 2 3 4 5 6 7
            gpushopper-before-network
                lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0
              eth0:1000 2 0 0 0 0 0 0 500 2 0 0 0 0 0 0
            gpushopper-samples
                GPU Utilization Samples
                    Duration                          : 14.12 sec
                    Max                               : 41 %
                    Avg                               : 2 %
                Memory Utilization Samples
                    Max                               : 77 %
            gpushopper-daemons
            /proc/812/cmdline
            /proc/901/cmdline
            gpushopper-daemon
            901
            gpushopper-terminals
            0
            1
            ptmx
            gpushopper-driver
            gpushopper-gpus
            NVIDIA H100 80GB HBM3, 81559, 40960, 0, 61
            gpushopper-after-uptime
            7262.53 90000.00
            gpushopper-after-group
            gpushopper-after-oldgroup
            7000000000
            gpushopper-after-processors
            cpu  100 10 200 90000 50 5 6 7 0 0
            gpushopper-end
            """)).isTrue();

        InstanceReading.Activity activity = errand.reading().activity();
        assertThat(activity.logins()).as("the one that is not ours").isEqualTo(1);
        assertThat(activity.driverAbsent()).isFalse();
        assertThat(activity.gpuPeakPercent()).isEqualTo(41);
        assertThat(activity.before())
                .isEqualTo(new UsageSample.Counters(Duration.ofMillis(7_261_030), Duration.ofSeconds(5), 1_500L));
        assertThat(activity.after())
                .isEqualTo(new UsageSample.Counters(Duration.ofMillis(7_262_530), Duration.ofSeconds(7), null));
        assertThat(UsageSample.of(errand.reading()).gpuPercent()).isEqualTo(41);
    }

    @Test
    void readsTheWholeMachineWhereNoControlGroupTellsAndNoDriverIsLoaded() {
        assertThat(errand.isDone(
                        "gpushopper-before-processors\ncpu  100 10 200 90000 50 5 6 7 0 0\ngpushopper-users\n=\n"
                                + "gpushopper-driver\nabsent\ngpushopper-end"))
                .isTrue();

        InstanceReading.Activity activity = errand.reading().activity();
        assertThat(activity.before().processor()).isEqualTo(Duration.ofMillis(3_210));
        assertThat(activity.logins()).isZero();
        assertThat(UsageSample.of(errand.reading()).gpuPercent()).isZero();
    }

    @Test
    void isNotDoneWhenTheOutputBreaksOffOrTheCommandIsOnlyEchoed() {
        assertThat(errand.isDone("gpushopper-load\n0.1 0.1 0.1 1/1 1\n")).isFalse();
        assertThat(errand.isDone(errand.script())).isFalse();
    }
}
