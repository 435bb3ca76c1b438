package io.gpushopper.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {

    private static SimulatedMachine machine;

    @BeforeAll
    static void boot() {
        machine = SimulatedMachine.create(new MachineSettings(
                "C.123",
                List.of(
                        new GpuCard("NVIDIA GeForce RTX 4090", 24564, "550.127.05"),
                        new GpuCard("NVIDIA GeForce RTX 4090", 24564, "550.127.05")),
                List.of("root", "user"),
                Map.of("MODEL", "llama 3", "TZ", "UTC"),
                true));
    }

    @AfterAll
    static void unplug() {
        machine.close();
    }

    private static String output(String script) {
        CommandResult result = machine.run(script);
        assertThat(result.errors()).as(script).isEmpty();
        assertThat(result.exitCode()).as(script).isZero();
        return result.output();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "echo hello   world § hello world",
                "echo 'a  b' \"c  $USER\" § a  b c  root",
                "A=1; echo $A ${A}2 ${B:-none} '$A' § 1 12 none $A",
                "echo \"$MODEL\" § llama 3",
                "true && echo yes || echo no § yes",
                "false && echo yes || echo no § no",
                "! false && echo inverted § inverted",
                "false; echo $? § 1",
                "if [ 1 -lt 2 ]; then echo less; else echo more; fi § less",
                "if false; then echo a; elif true; then echo b; fi § b",
                "for i in $(seq 1 3); do echo -n $i; done § 123",
                "i=a; while [ $i != aaa ]; do i=a$i; done; echo $i § aaa",
                "(cd /tmp; pwd); pwd § /tmp|/root",
                "{ echo a; echo b; } | wc -l § 2",
                "printf '%s-%d|' x 1 y 2 § x-1|y-2|",
                "echo b a c a | tr ' ' '\\n' | sort | uniq -c | head -1 | tr -s ' ' § ` 2 a`",
                "echo one,two,three | cut -d, -f2- § two,three",
                "echo aXbXc | sed 's/X/-/g' § a-b-c",
                "echo a.b/c | sed 's|\\.\\(b\\)/|+\\1+|' § a+b+c",
                "echo secret | base64 | base64 -d § secret",
                "printf abc | sha256sum § ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  -",
                "sh -c 'echo inner; exit 3' || echo $? § inner|3",
                "X=1 sh -c 'echo $X'; echo [$X] § 1|[]",
                "env -i A=b env § A=b",
                "export A=b; sudo env | grep ^A= § A=b",
                "echo err >&2 2>/dev/null; echo out 2>&1 § out",
                "cat <<EOF⏎$USER is⏎  here⏎EOF § root is|  here",
                "cat <<'EOF'⏎$USER⏎EOF § $USER",
                "echo a # b⏎# nothing § a",
                "printf 'a 1\\nb 2 3\\n' > /tmp/r; while read -r k v; do echo $v=$k; done < /tmp/r § 1=a|2 3=b",
                "[[ -d /tmp ]] && [ ! -f /tmp ] && [ -n x -a -z '' ] && echo right § right",
                "echo a\\⏎b § ab",
                "command -v nvidia-smi && which ls § /usr/bin/nvidia-smi|/usr/bin/ls",
                "/usr/bin/env true && echo ran § ran",
                "cd /etc && ls host* && ls /nowhere/* 2>/dev/null || echo none § hostname|none",
                "whoami; hostname; id -u; nproc § root|C.123|0|16",
                "uname; date +%Z § Linux|UTC",
                "cut -d' ' -f1-3 /proc/loadavg § 0.08 0.03 0.01",
                "grep -c eth0 /proc/net/dev; head -c 3 /proc/stat § 1|cpu",
                "seq 5 | tail -n 2 | tee /tmp/t; cat /tmp/t § 4|5|4|5",
                "echo $(echo a; echo b) \"`echo c`\" § a b c",
            })
    void runsWhatScriptsAreMadeOf(String script, String expected) {
        String text = machine.run(script.replace('⏎', '\n')).output();

        assertThat(text.replaceFirst("\n$", "").replace('\n', '|')).as(script).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "frobnicate § 127 § sh: frobnicate: command not found",
                "exit 7 § 7 §",
                "cat /nowhere § 1 § cat: /nowhere: No such file or directory",
                "ls /nowhere § 2 § ls: cannot access '/nowhere': No such file or directory",
                "echo x > /nowhere/x § 1 § sh: /nowhere/x: No such file or directory",
                "mkdir /tmp § 1 § mkdir: '/tmp': File exists",
                "echo 'open § 2 § sh: syntax error: unexpected end of file",
                "if true; then § 2 § sh: syntax error: unexpected end of file",
                "fi § 2 § sh: syntax error near unexpected token `fi'",
                "sudo -u user cat /root/x § 1 § cat: /root/x: No such file or directory",
                "sudo -u user touch /root/x § 1 § touch: '/root/x': Permission denied",
                "grep x /etc/hostname § 1 §",
                "chown nobody /tmp § 1 § chown: invalid user: 'nobody'",
            })
    void saysWhatWentWrong(String script, int exitCode, String errors) {
        CommandResult result = machine.run(script);

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.errors()).isEqualTo(errors == null ? "" : errors + "\n");
    }

    @Test
    void appendsAKeyOnceTheWayCloudInitDoes() {
        String append = "grep -qF 'AAAAC3Nz' /home/user/.ssh/authorized_keys 2>/dev/null"
                + " || echo 'ssh-ed25519 AAAAC3Nz gs' >> /home/user/.ssh/authorized_keys";
        output("install -d -m 700 -o user -g user /home/user/.ssh");
        output(append);
        output(append);
        output("chmod 600 /home/user/.ssh/authorized_keys");
        output("chown user:user /home/user/.ssh/authorized_keys");

        assertThat(machine.readFile("/home/user/.ssh/authorized_keys")).contains("ssh-ed25519 AAAAC3Nz gs\n");
        assertThat(output("stat -c '%a %U:%G' /home/user/.ssh /home/user/.ssh/authorized_keys"))
                .isEqualTo("700 user:user\n600 user:user\n");
    }

    @Test
    void keepsOwnersAndModesWhenFilesMove() {
        output("umask 077; mkdir -p /srv/a && touch /srv/a/f && chown -R user /srv/a && chmod u+x,g=r /srv/a/f");
        output("mv /srv/a /srv/b && cp /srv/b/f /srv/c");

        assertThat(output("ls -l /srv/b")).startsWith("total 4\n-rwxr----- 1 user root ");
        assertThat(output("stat -c '%a %U' /srv/c")).isEqualTo("740 root\n");
        assertThat(output("rm -rf /srv && ls /srv 2>/dev/null || echo gone")).isEqualTo("gone\n");
    }

    @Test
    void staysBelowItsOwnRoot() {
        assertThat(output("cd /../../..; pwd; ls ../../etc/hostname; cat /tmp/../../../../etc/hostname"))
                .isEqualTo("/\n../../etc/hostname\nC.123\n");
    }

    @Test
    void listsGpus() {
        assertThat(output("nvidia-smi -L").lines().toList())
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line).matches("GPU [01]: NVIDIA GeForce RTX 4090 \\(UUID: GPU-[0-9a-f-]{36}\\)"));
        assertThat(output("nvidia-smi -L | cut -d: -f3 | sort -u | wc -l")).isEqualTo("2\n");
    }

    @Test
    void answersGpuQueries() {
        assertThat(output("nvidia-smi --query-gpu=index,name,memory.total,utilization.gpu,driver_version --format=csv"))
                .isEqualTo("""
                        index, name, memory.total [MiB], utilization.gpu [%], driver_version
                        0, NVIDIA GeForce RTX 4090, 24564 MiB, 0 %, 550.127.05
                        1, NVIDIA GeForce RTX 4090, 24564 MiB, 0 %, 550.127.05
                        """);
        assertThat(output(
                        "nvidia-smi --query-gpu=count,memory.used,power.draw --format=csv,noheader,nounits | head -1"))
                .isEqualTo("2, 1, 21.50\n");
        assertThat(output("nvidia-smi")).contains("NVIDIA GeForce RTX 4090", "550.127.05", "24564MiB");
        assertThat(machine.run("nvidia-smi --query-gpu=color --format=csv").output())
                .contains("\"color\" is not a valid field");
    }

    @Test
    void hasNoDriverUnlessToldSo() {
        try (SimulatedMachine bare =
                SimulatedMachine.create(new MachineSettings("bare", List.of(), List.of("root"), Map.of(), false))) {
            CommandResult result = bare.run("nvidia-smi -L");

            assertThat(result.exitCode()).isEqualTo(127);
            assertThat(result.errors()).isEqualTo("sh: nvidia-smi: command not found\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep 600", "while true; do sleep 0.001; done", "( sleep 600 ); echo survived"})
    void killEndsARunningScript(String script) throws Exception {
        SimulatedMachine doomed =
                SimulatedMachine.create(new MachineSettings("doomed", List.of(), List.of(), Map.of(), false));
        CompletableFuture<CommandResult> result =
                CompletableFuture.supplyAsync(() -> doomed.run("touch /started; " + script));
        SshSessions.await("the script", () -> doomed.readFile("/started").isPresent());

        doomed.kill();

        assertThat(result.get(5, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
        assertThat(result.get().output()).isEmpty();
    }
}
