fn main() -> std::process::ExitCode {
    xiaoer::cli::main()
}
